/**
 * PSKC (RFC 6030): a key container as XML. A key that cannot be used is a bad row; only what makes every key
 * unusable refuses the file.
 */
import { securIdRefusal, type TokenRow } from '../core/factors/codes/token-seed.ts'
import { type FileReading, refuseFile, Unreadable } from './file-reading.ts'
import { type FileSecrets, type OpenValue, openerOf } from './pskc-decrypt.ts'
import { type PskcKey, readKey } from './pskc-key.ts'
import { seedOf } from './pskc-seed.ts'
import { attribute, child, children, readXml, type XmlNode } from './xml.ts'

/** A key as the document has it, or why it cannot be read. */
export type KeyReading =
  | { readonly ok: true; readonly key: PskcKey }
  | { readonly ok: false; readonly fault: Unreadable['fault']; readonly message: string }

export type PskcReading =
  | { readonly ok: true; readonly keys: readonly KeyReading[]; readonly isSigned: boolean }
  | Extract<FileReading, { ok: false }>

/** Every key of the document, in its order. */
export async function readPskcKeys(text: string, secrets: FileSecrets = {}): Promise<PskcReading> {
  try {
    const container = containerOf(text)
    const open = await openerIfNeeded(container, text, secrets)
    const keys = children(container, 'KeyPackage').flatMap((keyPackage) =>
      children(keyPackage, 'Key').map((key) => reading(() => readKey(keyPackage, key, open))),
    )
    if (keys.length === 0) throw new Unreadable('malformed', 'The file has no keys.')
    return { ok: true, keys, isSigned: child(container, 'Signature') !== undefined }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ok: false, fault: error.fault, message: error.message }
  }
}

/** The same as tokens that can be imported; a row's number is that of its key. */
export async function readPskc(text: string, secrets: FileSecrets = {}): Promise<FileReading> {
  const read = await readPskcKeys(text, secrets)
  if (!read.ok) return refuseFile(read.fault, read.message)
  const rows = read.keys.map((key, index): TokenRow => {
    const row = index + 1
    const seed = key.ok ? reading(() => seedOf(key.key)) : key
    return seed.ok ? { row, seed: seed.key } : { row, fault: { message: seed.message } }
  })
  if (!read.isSigned) return { ok: true, rows }
  return { ok: true, rows, notice: 'The file is signed. The signature was not checked.' }
}

function containerOf(text: string): XmlNode {
  const { name, root } = readXml(text)
  if (/^TKN/i.test(name)) throw new Unreadable('securid', securIdRefusal)
  if (name !== 'KeyContainer')
    throw new Unreadable('not-pskc', 'The file is not a PSKC key container.')
  const version = attribute(root, 'Version')
  if (version !== '1.0')
    throw new Unreadable(
      'pskc-version',
      `The file has PSKC version ${version ?? 'none'}; 1.0 is supported.`,
    )
  // RSA's tokens were described for drafts of PSKC only, whose other elements are not read here.
  if (/Algorithm="[^"]*SecurID/i.test(text)) throw new Unreadable('securid', securIdRefusal)
  return root
}

/** A document without encrypted values needs no key, whatever it says about keys. */
async function openerIfNeeded(
  container: XmlNode,
  text: string,
  secrets: FileSecrets,
): Promise<OpenValue> {
  if (/EncryptedValue/.test(text)) return await openerOf(container, secrets)
  return () => {
    throw new Unreadable('malformed', 'An encrypted value is where none can be.')
  }
}

function reading<T>(read: () => T) {
  try {
    return { ok: true, key: read() } as const
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ok: false, fault: error.fault, message: error.message } as const
  }
}
