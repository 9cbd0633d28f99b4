/** The third part of `npm run fuzz`: hostile XML of devices; `TAXIWAY_FUZZ_XML` is how many. Read or refused, within bounds. */
import { readXml, type XmlElement } from '../src/surfaces/mdm/xml/read-xml.ts'
import { UnreadableXml, xmlLimits } from '../src/surfaces/mdm/xml/scan-xml.ts'

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
  return state % end
}

function document(): string {
  const parts = Array.from({ length: 1 + below(40) }, () => pieces[below(pieces.length)] ?? '')
  const text = parts.join('').repeat(below(50) === 0 ? 1 + below(3_000) : 1)
  return below(3) === 0 ? `<r>${text}</r>` : text
}

function size({ children }: XmlElement, depth = 1): { elements: number; depth: number } {
  const below = children.map((each) => size(each, depth + 1))
  return {
    elements: below.reduce((sum, each) => sum + each.elements, 1),
    depth: Math.max(depth, ...below.map((each) => each.depth)),
  }
}

let broken = 0
let read = 0
for (let n = 0; n < count; n++) {
  const text = document()
  try {
    const found = size(readXml(text))
    read++
    if (found.elements > xmlLimits.elements || found.depth > xmlLimits.depth)
      throw new Error('it is larger than the limits')
    if (/<!DOCTYPE/.test(text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '')))
      throw new Error('it has a document type')
  } catch (error) {
    if (error instanceof UnreadableXml) continue
    broken++
    if (broken <= 20)
      console.log(`${n}: ${(error as Error).message}: ${JSON.stringify(text.slice(0, 200))}`)
  }
}
console.log(`${count} XML texts, seed ${seed}: ${read} read, ${broken} break a law`)
if (broken > 0) process.exitCode = 1
