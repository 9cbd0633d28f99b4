/** Text that people, partners or firmware wrote: shown as it is, but with nothing that turns it around or hides. */
import { Fragment, type ReactNode } from 'react'

/** Controls that reorder or hide: C0 but tab and line ends, embeddings, overrides and isolates of direction. */
function isUnseen(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a && code !== 0x0d
  if ([0x7f, 0x200b, 0x2060, 0xfeff].includes(code)) return true
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
}

/** Pictures in the place of what cannot be seen. */
export function visible(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (!isUnseen(code)) return character
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '␡' : `⟨${code.toString(16).toUpperCase()}⟩`
  }).join('')
}

/** A name of parts, such as a permission: it breaks after a part and not within one. */
export function PartedName({ name }: { name: string }): ReactNode {
  return visible(name)
    .split(/(?<=[./_])/)
    .map((part, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts repeat, and never move.
      <Fragment key={i}>
        {part}
        <wbr />
      </Fragment>
    ))
}

export function OutsideText({
  text,
  empty = '–',
}: {
  text: string | null | undefined
  empty?: string
}): ReactNode {
  if (text === null || text === undefined || text === '')
    return <span className="quiet">{empty}</span>
  const shown = visible(text)
  return (
    <bdi dir="auto" className="outside" title={shown}>
      {shown}
    </bdi>
  )
}
