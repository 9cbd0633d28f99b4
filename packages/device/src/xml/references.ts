/** The five entities that XML has by itself, and characters by number; nothing else can be referred to. */
import { UnreadableXml } from './scan-xml.ts'

const predefined: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&<]{0,12};?)/g, (whole, name: string) => {
    const value = name.endsWith(';') ? referred(name.slice(0, -1)) : undefined
    if (value === undefined)
      throw new UnreadableXml('not-xml', `The body refers to something unknown: ${whole}`)
    return value
  })
}

function referred(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name)
  if (digits === null) return predefined.get(name)
  const [, hex, decimal] = digits
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return isCharacter(code) ? String.fromCodePoint(code) : undefined
}

/** `Char` of XML 1.0. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code < 0x110000)
}
