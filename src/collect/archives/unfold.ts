/** Files that contain others but are not archives: gzip, and mails with attachments. */
import { gunzipSync } from 'node:zlib'

export type Unfolded =
  | {
      readonly ok: true
      readonly parts: readonly { readonly name: string; readonly bytes: Uint8Array }[]
    }
  | { readonly ok: false; readonly isTooLarge: boolean; readonly message: string }

/** The unpacked content, at most `max` bytes. */
export function gunzip(name: string, bytes: Uint8Array, max: number): Unfolded {
  try {
    const inner = name.replace(/^.*[!/\\]/, '').replace(/\.gz$/i, '')
    return {
      ok: true,
      parts: [{ name: inner, bytes: gunzipSync(bytes, { maxOutputLength: max }) }],
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { ok: false, isTooLarge: code === 'ERR_BUFFER_TOO_LARGE', message }
  }
}

/** Attachments first; the text last, as one more part. */
export async function openMail(bytes: Uint8Array): Promise<Unfolded> {
  try {
    const { default: PostalMime } = await import('postal-mime')
    const mail = await PostalMime.parse(bytes, { attachmentEncoding: 'arraybuffer' })
    const attached = mail.attachments.map(({ filename, content }, at) => ({
      name: filename || `attachment ${at + 1}`,
      bytes: typeof content === 'string' ? utf8.encode(content) : new Uint8Array(content),
    }))
    const { html } = mail
    const text = html !== undefined && /<table/i.test(html) ? html : (mail.text ?? html)
    const body = text === undefined ? [] : [{ name: 'text', bytes: utf8.encode(text) }]
    return { ok: true, parts: [...attached, ...body] }
  } catch (error) {
    return { ok: false, isTooLarge: false, message: (error as Error).message }
  }
}

const utf8 = new TextEncoder()
