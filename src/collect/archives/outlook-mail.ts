/**
 * Mails that Outlook saves (.msg): a compound file with a folder for each attachment. [documented: MS-OXMSG]
 *
 * Runs in the watched thread. Attachments of attached mails are found like the others.
 */
import { decoderOfPage } from 'taxiway-device-csv'
import { codePageOf } from '../code-pages.ts'
import { inUtf8 } from '../declared-encoding.ts'
import type { Unfolded } from './unfold.ts'

/** The bytes and the names of an attachment; of a mail its text, plain and as HTML. */
const data = /(?:^|\/)__attach_version1\.0_#[0-9A-F]{8}\/__substg1\.0_37010102$/i
const nameStreams = ['3707001F', '3704001F', '3707001E', '3704001E']
const textStreams = ['1000001F', '1000001E']
const htmlStreams = ['10130102', '1013001F', '1013001E']
/** Before the properties of a whole mail. */
const headerSize = 32

/** Whether a compound file is a mail, by the name of a stream that every mail has. */
export function isOutlookMail(bytes: Uint8Array): boolean {
  const { buffer, byteOffset, length } = bytes
  return Buffer.from(buffer, byteOffset, length).includes('__properties_version1.0', 'utf16le')
}

/** Attachments first; the text last, as one more part. */
export async function openOutlookMail(bytes: Uint8Array): Promise<Unfolded> {
  const { CFB } = await import('@e965/xlsx')
  try {
    const { FullPaths, FileIndex } = CFB.read(bytes, { type: 'array' }) as Container
    const streams = new Map(
      FullPaths.map((path, n) => [path, new Uint8Array(FileIndex[n]?.content ?? [])]),
    )
    const attached = FullPaths.filter((path) => data.test(path)).map((path, n) => ({
      name: attachmentName(streams, path) || `attachment ${n + 1}`,
      bytes: streams.get(path) ?? new Uint8Array(0),
    }))
    const body = bodyOf(streams, FullPaths[0] ?? '')
    return { ok: true, parts: body === undefined ? attached : [...attached, body] }
  } catch (error) {
    return { ok: false, isTooLarge: false, message: (error as Error).message }
  }
}

type Container = {
  readonly FullPaths: readonly string[]
  readonly FileIndex: readonly { readonly content?: ArrayLike<number> }[]
}
type Streams = ReadonlyMap<string, Uint8Array>

function attachmentName(streams: Streams, path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return textOf(streams, folder, nameStreams)
}

function bodyOf(streams: Streams, root: string) {
  const html = textOf(streams, root, htmlStreams)
  const text = /<table/i.test(html) ? html : textOf(streams, root, textStreams) || html
  return text === '' ? undefined : { name: 'text', bytes: new TextEncoder().encode(text) }
}

/** The first of the streams that is there. The last four letters of a name say how its text is written. */
function textOf(streams: Streams, folder: string, names: readonly string[]): string {
  for (const name of names) {
    const bytes = streams.get(`${folder}__substg1.0_${name}`)
    if (bytes === undefined) continue
    const text = inUtf8(bytes)
    const decoder = text === bytes ? decoderFor(name, streams, folder) : new TextDecoder()
    return decoder.decode(text).split('\0')[0] ?? ''
  }
  return ''
}

function decoderFor(name: string, streams: Streams, folder: string) {
  if (name.endsWith('1F')) return new TextDecoder('utf-16le')
  if (name.endsWith('02')) return new TextDecoder('utf-8')
  return decoderOfPage(codePageOf(messageCodePage(streams, folder)) ?? 'windows-1252')
}

/** The property `PidTagMessageCodepage` among those of fixed length; 0 when there is none. [documented: MS-OXMSG 2.4] */
function messageCodePage(streams: Streams, folder: string): number {
  const bytes = streams.get(`${folder}__properties_version1.0`) ?? new Uint8Array(0)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = headerSize; at + 16 <= bytes.length; at += 16)
    if (view.getUint32(at, true) === 0x3ffd_0003) return view.getInt32(at + 8, true)
  return 0
}
