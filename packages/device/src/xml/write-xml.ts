/** XML of our own: elements with their attributes, escaped, without any space between them. */

export type Written = {
  /** With its prefix. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly inside: readonly (Written | string)[]
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...inside: readonly (Written | string)[]
): Written {
  return { name, attributes, inside }
}

export function writeXml({ name, attributes, inside }: Written): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const head = `<${name}${given.join('')}`
  if (inside.length === 0) return `${head}/>`
  const body = inside.map((each) => (typeof each === 'string' ? escaped(each) : writeXml(each)))
  return `${head}>${body.join('')}</${name}>`
}

const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

/** Characters that XML cannot hold are dropped. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ufffd]/g, '')
    .replace(/[&<>"\n\r\t]/g, (char) => names[char] ?? char)
}
