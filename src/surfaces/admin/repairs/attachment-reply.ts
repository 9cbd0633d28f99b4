/** A file that somebody uploaded: always saved, never shown, whatever is in it. */
export function attachmentReply(name: string, content: Uint8Array): Response {
  return new Response(content as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
    },
  })
}
