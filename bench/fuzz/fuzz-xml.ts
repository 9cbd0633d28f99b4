/** The third part of `npm run fuzz`: hostile XML of devices; `TAXIWAY_FUZZ_XML` is how many. Read or refused, within bounds. */
import { readXml, type XmlElement } from 'taxiway-device/xml/read'
import { UnreadableXml, xmlLimits } from 'taxiway-device/xml/scan'

const count = Number(process.env['TAXIWAY_FUZZ_XML'] ?? 200_000)
const seed = Number(process.env['TAXIWAY_FUZZ_SEED'] ?? Date.now()) >>> 0
const pieces = [
  ...[
    '<a>',
    '</a>',
    '<b x="',
    "'",
    '"',
    '/>',
    '>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?xml ',
    '?>',
  ],
  ...[
    '<!DOCTYPE a [',
    '<!ENTITY x "',
    '%x;',
    '&x;',
    '&#',
    '&#x41;',
    ';',
    '&amp;',
    'xmlns:a="a"',
    ' a:b="1"',
  ],
  ...[
    '__proto__',
    'constructor',
    '\0',
    '\u{1f600}',
    '\ud800',
    '\ufeff',
    ' ',
    '\n',
    'text',
    '<a><b><c>',
    '</c></b></a>',
  ],
]
let state = seed
/** A number below `end`, from the seed alone. */
function below(end: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  // The low bits of such a number hardly change from one to the next.
  return Math.floor((state / 2 ** 32) * end)
}

type Text = {
  readonly text: string
  /** It is well-formed and small: refusing it is a fault too. */
  readonly mustBeRead: boolean
}

/** Half of them are pieces in any order, which are hardly ever XML; the others begin as XML, and half of those stay it. */
function document(): Text {
  if (below(2) === 0) return { text: pieced(), mustBeRead: false }
  const text = wellFormed(1)
  return below(2) === 0 ? { text, mustBeRead: true } : { text: mutated(text), mustBeRead: false }
}

function pieced(): string {
  const parts = Array.from({ length: 1 + below(40) }, () => pieces[below(pieces.length)] ?? '')
  const text = parts.join('').repeat(below(50) === 0 ? 1 + below(3_000) : 1)
  return below(3) === 0 ? `<r>${text}</r>` : text
}

const names = ['a', 'SyncML', 'ns:Data', 'Item', 'toString', 'x-1']
const leaves = [
  '',
  'text',
  '&amp;&lt;&#x41;',
  '<![CDATA[<b/>&]]>',
  '<!-- a -->',
  '\u{1f600}',
  ' \n',
]
const maxDepth = 7

function wellFormed(depth: number): string {
  const name = names[below(names.length)] ?? 'a'
  const attributes = Array.from(
    { length: below(4) },
    (_, n) => ` a${n}="${['', '1', '&quot;', "it's"][below(4)]}"`,
  ).join('')
  const leaf = () => leaves[below(leaves.length)] ?? ''
  const inside =
    depth >= maxDepth
      ? leaf()
      : leaf() + Array.from({ length: below(4) }, () => wellFormed(depth + 1) + leaf()).join('')
  return `<${name}${attributes}>${inside}</${name}>`
}

/** A piece more, or some characters less. */
function mutated(text: string): string {
  let current = text
  for (let left = 1 + below(3); left > 0; left--) {
    const at = below(current.length + 1)
    const piece = below(2) === 0 ? (pieces[below(pieces.length)] ?? '') : ''
    current = current.slice(0, at) + piece + current.slice(piece === '' ? at + 1 + below(9) : at)
  }
  return current
}

function size({ children }: XmlElement, depth = 1): { elements: number; depth: number } {
  const below = children.map((each) => size(each, depth + 1))
  return {
    elements: below.reduce((sum, each) => sum + each.elements, 1),
    depth: Math.max(depth, ...below.map((each) => each.depth)),
  }
}

/** A tree may come out larger than the limits, and is refused then. */
function isRefusedWrongly({ code }: UnreadableXml, mustBeRead: boolean): boolean {
  return mustBeRead && code !== 'too-many' && code !== 'too-long'
}

let broken = 0
let read = 0
for (let n = 0; n < count; n++) {
  const { text, mustBeRead } = document()
  try {
    const found = size(readXml(text))
    read++
    if (found.elements > xmlLimits.elements || found.depth > xmlLimits.depth)
      throw new Error('it is larger than the limits')
    if (/<!DOCTYPE/.test(text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '')))
      throw new Error('it has a document type')
  } catch (error) {
    if (error instanceof UnreadableXml && !isRefusedWrongly(error, mustBeRead)) continue
    broken++
    if (broken <= 20)
      console.log(`${n}: ${(error as Error).message}: ${JSON.stringify(text.slice(0, 200))}`)
  }
}
console.log(
  `${count} XML texts, seed ${seed}: ${read} read (${Math.round((100 * read) / count)} %), ${broken} break a law`,
)
if (broken > 0) process.exitCode = 1
