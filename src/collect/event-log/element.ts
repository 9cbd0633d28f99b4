/** Elements, and the drafts they are built from. */
export type XmlElement = {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** One text, or several if an array represents that many such elements. */
  readonly texts: readonly string[]
}

/** An element or attribute being read. */
export type Draft = {
  name: string
  attributes: Map<string, string>
  children: XmlElement[]
  texts: string[]
  /** An optional value in it is null, so it is omitted. */
  isAbsent: boolean
}

export const draftOf = (name: string): Draft => ({
  name,
  attributes: new Map(),
  children: [],
  texts: [''],
  isAbsent: false,
})

export function append(owner: Draft, element: XmlElement | undefined): void {
  if (element !== undefined) owner.children.push(element)
}

/** An array replaces the text; next to other text it is listed. */
export function addTexts(owner: Draft, texts: readonly string[]): void {
  const isAlone = owner.texts.length === 1 && owner.texts[0] === ''
  owner.texts = isAlone ? [...texts] : [owner.texts.join(', ') + texts.join(', ')]
}
