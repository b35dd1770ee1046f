-- Works of CSL-JSON, cited by the rules of CSL styles; run by pandoc, whose own citeproc does the work. See citing.py.
local job = pandoc.json.decode(io.read("a"), false)

-- Words, and whether they are emphasized.
local function flat(inlines, runs, emphasized)
  local before = false -- a full stop or comma that has been written already
  for index, inline in ipairs(inlines) do
    if inline.content then
      flat(inline.content, runs, (inline.t == "Emph") ~= emphasized)
      -- Within a quotation, citeproc leaves these behind the mark that ends an inner one.
      local last, after = runs[#runs], inlines[index + 1]
      before = inline.t == "Span" and after and after.t == "Str" and last and last[1]:match("’$") and after.text:match("^[.,]")
      if before then last[1] = last[1]:gsub("’$", before .. "’") end
    else
      local words = pandoc.utils.stringify(inline)
      runs[#runs + 1] = { before and words:sub(2) or words, emphasized }
      before = false
    end
  end
  return runs
end

-- Each work cited once, with a locator, in a paragraph of its own; the last block is the list of all.
local function cited(meta, works, locator)
  local paragraphs = {}
  for index, work in ipairs(works) do
    local citation = pandoc.Citation(work.id, "NormalCitation")
    citation.suffix = { pandoc.Str(","), pandoc.Space(), pandoc.Str("{para."), pandoc.Space(), pandoc.Str(locator .. "}") }
    paragraphs[index] = pandoc.Para({ pandoc.Cite({}, { citation }) })
  end
  return pandoc.utils.citeproc(pandoc.Pandoc(paragraphs, meta)).blocks
end

-- What a citation says in the text: between parentheses, or in a note.
local function within(paragraph)
  local cite = paragraph.content[1]
  local note = cite.content[1]
  return flat(note.t == "Note" and note.content[1].content or cite.content, {}, false)
end

local made = {}
for style in pairs(job.styles) do
  made[style] = {}
end
for _, works in ipairs(job.batches) do
  local meta = pandoc.read(pandoc.json.encode(works), "csljson").meta
  for style, path in pairs(job.styles) do
    meta.csl = path
    local one, several = cited(meta, works, job.one), cited(meta, works, job.several)
    for index, work in ipairs(works) do
      made[style][work.id] = { one = within(one[index]), several = within(several[index]) }
    end
    for _, entry in ipairs(one[#one].content) do
      made[style][entry.identifier:sub(#"ref-" + 1)].reference = flat(entry.content[1].content, {}, false)
    end
  end
end
io.write(pandoc.json.encode(made))
