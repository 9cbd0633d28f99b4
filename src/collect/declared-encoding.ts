/** XML and web pages name their encoding: letters of another code page must not be read as those of Windows-1252. */

const ofXml = /^\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})["']/i
const ofPage = /<meta\s[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})/i
const searched = 4096
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The text in UTF-8 if it names another encoding and is not in UTF-8 already; else the same bytes. */
export function inUtf8(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(bytes.subarray(0, searched)).toString('latin1')
  if (!/^\s*</.test(head)) return bytes
  const label = (ofXml.exec(head) ?? ofPage.exec(head))?.[1]
  const decoder = label === undefined ? undefined : decoderOf(label)
  if (decoder === undefined || isUtf8(bytes)) return bytes
  return new TextEncoder().encode(decoder.decode(bytes))
}

/** Undefined also for UTF-8 and UTF-16, which the bytes themselves show. */
function decoderOf(label: string) {
  try {
    const decoder = new TextDecoder(label)
    return decoder.encoding.startsWith('utf-') ? undefined : decoder
  } catch {
    return undefined
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes)
    return true
  } catch {
    return false
  }
}
