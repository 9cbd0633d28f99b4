/**
 * `winmail.dat`: the attachments of a mail that Outlook has sent in its own format (TNEF), as other mail programs show
 * it. [documented: MS-OXTNEF 2.1.3]
 *
 * Runs in the watched thread. Mails attached to it, and its text as Rich Text, are not read: the mail has its text itself.
 */
import type { Unfolded } from './unfold.ts'

const signature = 0x223e_9f78
const firstAttribute = 6
/** Level, id and length; then the data, and a checksum. */
const headSize = 9
const checksumSize = 2
const ids = {
  /** Another attachment begins. */
  begin: 0x0006_9002,
  name: 0x0001_8010,
  data: 0x0006_800f,
  text: 0x0002_800c,
} as const

export function isTnef(head: Uint8Array): boolean {
  return head.length >= firstAttribute && viewOf(head).getUint32(0, true) === signature
}

/** Attachments first; the text last, as one more part. */
export function openTnef(bytes: Uint8Array): Unfolded {
  try {
    return { ok: true, parts: [...partsOf(bytes)] }
  } catch (error) {
    return { ok: false, isTooLarge: false, message: (error as Error).message }
  }
}

type Part = { name: string; bytes: Uint8Array }

function partsOf(mail: Uint8Array): readonly Part[] {
  const attached: Part[] = []
  const texts: Part[] = []
  for (const { id, data } of attributesOf(mail)) {
    const last = attached.at(-1)
    if (id === ids.begin)
      attached.push({ name: `attachment ${attached.length + 1}`, bytes: new Uint8Array(0) })
    else if (id === ids.text) texts.push({ name: 'text', bytes: withoutEnd(data) })
    else if (last !== undefined && id === ids.name) last.name = textOf(withoutEnd(data))
    else if (last !== undefined && id === ids.data) last.bytes = data
  }
  return [...attached, ...texts]
}

function* attributesOf(bytes: Uint8Array): Generator<{ id: number; data: Uint8Array }> {
  const view = viewOf(bytes)
  for (let at = firstAttribute; at + headSize <= bytes.length; ) {
    const start = at + headSize
    const end = start + view.getUint32(at + 5, true)
    if (end + checksumSize > bytes.length) throw new Error('it ends in the middle of a part')
    yield { id: view.getUint32(at + 1, true), data: bytes.subarray(start, end) }
    at = end + checksumSize
  }
}

/** Texts end with a zero. */
function withoutEnd(data: Uint8Array): Uint8Array {
  const end = data.indexOf(0)
  return end === -1 ? data : data.subarray(0, end)
}

const textOf = (data: Uint8Array): string => new TextDecoder('windows-1252').decode(data)

const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, length)
