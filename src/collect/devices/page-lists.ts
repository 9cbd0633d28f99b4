/** The text of a web page, line by line; two cells beside each other, or a term and what it means, are a name and its value. */
import { mentionsTag, withoutEntities } from 'taxiway-device-csv'

const hidden = /<(?:(script|style|head)\b|!--)/gi
const pair =
  /<(t[hd]|dt)\b[^<>]{0,200}>((?:[^<]|<(?!\/?(?:t[rhd]|d[td])\b)){0,200})<\/\1>\s{0,20}<(?:t[hd]|dd)\b[^<>]{0,200}>/gi
const end = /<\/(?:tr|p|div|li|dd|h\d|dl|table|blockquote|pre)\s{0,9}>|<br\s{0,9}\/?>/gi
const mark = /<[/!]?[A-Za-z][^<>]*>/g

export const isPage = (text: string): boolean =>
  /^\s*(?:<!doctype html[^<>]*>\s*)?<(?:html|head|body|table|div|p|dl|ul|h\d|span|pre)\b/i.test(
    text,
  )

export function textOfPage(text: string): string {
  const plain = shownOf(text).replaceAll(pair, '$2: ').replaceAll(end, '\n').replaceAll(mark, '')
  return withoutEntities(plain)
    .replaceAll('\u00a0', ' ')
    .replaceAll(/:[ \t]{0,9}:/g, ':')
}

/** The line beside the tables of a page that names a group tag. */
export function tagBesideTables(page: string): string | undefined {
  const [before = '', ...tables] = shownOf(page).split(/<table\b/i)
  const beside = tables.map((table) => {
    const ended = table.toLowerCase().lastIndexOf('</table')
    return ended === -1 ? '' : table.slice(table.indexOf('>', ended) + 1)
  })
  return textOfPage([before, ...beside].join('\n'))
    .split('\n')
    .find(mentionsTag)
    ?.trim()
}

/** Without scripts, styles and comments. */
function shownOf(text: string): string {
  const lower = text.toLowerCase()
  const shown: string[] = []
  let at = 0
  for (const { index, 1: name } of text.matchAll(hidden)) {
    if (index < at) continue
    const close = name === undefined ? '-->' : `</${name.toLowerCase()}`
    const found = lower.indexOf(close, index)
    if (found === -1) break
    shown.push(text.slice(at, index))
    at = Math.max(index, lower.indexOf('>', found)) + 1
  }
  return shown.join('') + text.slice(at)
}
