// Light or dark as the reader chose last, else as the system says.
const kept = __md_get("__palette")
if (kept && kept.color) {
  let color = kept.color
  if (color.media === "(prefers-color-scheme)") {
    const scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"
    const choice = document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${scheme})"]`)
    const of = (name) => choice.getAttribute(`data-md-color-${name}`)
    color = { media: of("media"), scheme: of("scheme"), primary: of("primary"), accent: of("accent") }
  }
  for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value)
}
