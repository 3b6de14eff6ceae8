"""The coefficients that the study stands on, in the order of the pages, and the methods that judge them."""

from dataclasses import dataclass

METHODS = {
    "classical": "Classical",
    "crv1": "CRV1",
    "crv3": "CRV3",
    "wcr": "Bootstrap",
    "ri": "Randomization",
    "pair": "By pair",
    "two_way": "Two-way",
}
"""Methods of inference in words. Which of them a coefficient has, its rows say."""

SAMPLE_METHODS = ("classical", "crv1", "crv3", "wcr", "ri")
FLOW_METHODS = ("pair", "two_way", "ri")


@dataclass(frozen=True, slots=True)
class Headline:
    """One coefficient.

    Attributes
    ----------
    model, term
        Its names in the results.
    words
        What it measures, for the first column of a table.
    short
        The same in few words, for a picture.
    unit
        "per 1,000", "persons" or "log points".
    source
        "panel", the panel of this build, or "official".
    methods
        The methods that judge it.
    """

    model: str
    term: str
    words: str
    short: str
    unit: str
    source: str
    methods: tuple[str, ...] = SAMPLE_METHODS

    @property
    def key(self) -> str:
        """`MODEL.TERM`."""
        return f"{self.model}.{self.term}"


HEADLINES = (
    Headline(
        "inflow", "program_post", "Arrivals in the hosts, per 1,000", "Arrivals, hosts", "per 1,000", "panel"
    ),
    Headline(
        "official_hosts_240",
        "program_post",
        "Net rate of the hosts",
        "Net rate, hosts",
        "per 1,000",
        "official",
    ),
    Headline(
        "official_hosts_245",
        "program_post",
        "Net rate of the hosts, the article's rows",
        "Net rate, hosts, article's rows",
        "per 1,000",
        "official",
    ),
    Headline(
        "official_senders5_240",
        "sender_post",
        "Net rate of the five senders",
        "Net rate, five senders",
        "per 1,000",
        "official",
    ),
    Headline(
        "official_senders3_240",
        "sender_post",
        "Net rate of three senders",
        "Net rate, three senders",
        "per 1,000",
        "official",
    ),
    Headline(
        "outflow",
        "sender_post",
        "Departures from the senders, persons",
        "Departures, senders",
        "persons",
        "panel",
    ),
    Headline(
        "gravity_senders5",
        "sender_host_post",
        "Moves from senders to hosts, log points",
        "Moves, senders to hosts",
        "log points",
        "official",
        FLOW_METHODS,
    ),
    Headline(
        "gravity_return",
        "host_sender_post",
        "Moves from hosts to senders, log points",
        "Moves, hosts to senders",
        "log points",
        "official",
        FLOW_METHODS,
    ),
)


def judged(*, synthetic: bool) -> tuple[Headline, ...]:
    """Return the coefficients for which every method of inference means something.

    An invented panel is calibrated to classical errors, so that the others say nothing of its coefficients.

    Parameters
    ----------
    synthetic
        Whether the panel is invented.
    """
    return tuple(one for one in HEADLINES if not (synthetic and one.source == "panel"))
