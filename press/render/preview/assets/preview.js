// Shows the page anew when the preview shows something else. A page that is not seen listens again when it is, for a browser holds few connections.
{
  const shown = document.currentScript.dataset.mark;
  let events;
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("/.press/events");
    events.onmessage = (event) => { if (event.data && event.data !== shown) location.reload(); };
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}
