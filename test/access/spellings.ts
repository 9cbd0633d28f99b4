/** Other ways to write the id of one thing: code that compares texts instead of ids takes them for other things. */

/** As they stand in a path, none of them the plain one. */
export function spellingsOf(id: string): readonly string[] {
  const wide = id.replace(/[0-9a-f]/g, (sign) =>
    String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0),
  )
  return [
    id.toUpperCase(),
    `{${id}}`,
    `%7B${id}%7D`,
    `%7b${id.toUpperCase()}%7d`,
    `%257B${id}%257D`,
    `%20${id}`,
    `${id}%20`,
    `${id}%09`,
    `${id}%00`,
    `${id}%E2%80%8B`,
    encodeURIComponent(wide),
    id.replaceAll('-', ''),
    `urn:uuid:${id}`,
    `%${id.codePointAt(0)?.toString(16)}${id.slice(1)}`,
    `('${id}')`,
    `(${id})`,
    `%27${id}%27`,
    `./${id}`,
    `${id};x=1`,
  ].filter((spelled) => spelled !== id)
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Of a credential's id in base64url: the same bytes, by letters whose last bits nobody reads, padding and more. */
export function credentialSpellingsOf(id: string): readonly string[] {
  const bytes = Buffer.from(id, 'base64url')
  const looser = [...letters]
    .map((letter) => `${id.slice(0, -1)}${letter}`)
    .filter((text) => text !== id && Buffer.from(text, 'base64url').equals(bytes))
  return [
    ...looser,
    `${id}=`,
    `${id}%3D%3D`,
    `${id}!`,
    `%20${id}`,
    `${id.slice(0, 4)}%0A${id.slice(4)}`,
    id.replaceAll('-', '%2B').replaceAll('_', '%2F'),
    `{${id}}`,
    `('${id}')`,
  ].filter((spelled) => spelled !== id)
}

/** A whole path whose words are spelled otherwise. */
export function pathSpellingsOf(path: string): readonly string[] {
  const last = path.length - 1
  const encodedAt = (at: number) =>
    `${path.slice(0, at)}%${path.codePointAt(at)?.toString(16)}${path.slice(at + 1)}`
  return [
    path.toUpperCase(),
    `${path}/`,
    path.replaceAll('/', '//').replace(/^\/+/, '/'),
    encodedAt(last),
    // The first letter after the version.
    encodedAt(path.indexOf('/', 1) + 1),
    `${path}?x=1`,
    `${path}%3F`,
    `${path}%23`,
    `${path.slice(0, path.lastIndexOf('/'))}%2F${path.slice(path.lastIndexOf('/') + 1)}`,
    path.replace(/^\/([^/]+)\//, '/$1/./'),
    path.replace(/^\/([^/]+)\//, '/$1/x/../'),
  ]
}
