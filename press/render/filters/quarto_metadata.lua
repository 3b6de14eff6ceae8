-- Genuine Quarto hands the project's variables to pandoc, which then lists every work that one of them cites, also where no page prints it.
-- Press does not; genuine Quarto by this: `filters: [{path: press/render/filters/quarto_metadata.lua, at: post-render}]`.
-- The words of paragraphs change nothing that this filter does.

return {
  {
    Meta = function(meta)
      meta["_quarto-vars"] = nil
      return meta
    end,
  },
}
