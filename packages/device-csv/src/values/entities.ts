/** Characters as web pages and XML write them: `&amp;`, `&#83;`, `&#x53;`, `&nbsp;`. */

const names: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  lowbar: '_',
  hyphen: '-',
  ndash: '–',
  mdash: '—',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
  oslash: 'ø',
  aring: 'å',
}
const entity = /&(#x[\dA-Fa-f]{1,6}|#\d{1,7}|[A-Za-z]{2,8});/g
const highest = 0x10_ff_ff
/** `&amp;amp;` was escaped twice; nobody escapes more often. */
const maxTimes = 3

/** The characters themselves; an entity that is not known stays. */
export function withoutEntities(text: string): string {
  let plain = text
  for (let n = 0; n < maxTimes && plain.includes('&'); n++) {
    const next = plain.replaceAll(entity, (whole, body: string) => characterOf(body) ?? whole)
    if (next === plain) break
    plain = next
  }
  return plain
}

function characterOf(body: string): string | undefined {
  if (!body.startsWith('#')) return names[body]
  const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1))
  return code > 0 && code <= highest ? String.fromCodePoint(code) : undefined
}
