/** The files of a pack, and what is missing from it. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { explanationsOf } from 'taxiway-autopilot'
import { checkHardwareHash } from 'taxiway-hardware-hash'
import { unreadable } from '../context/unreadable.ts'
import { CliError } from '../exit.ts'
import { csvOf, type FoundHash, findHash } from './find-hash.ts'
import { instructions } from './instructions.ts'
import type { Given, PackFile } from './pack.ts'
import type { ServerFacts } from './server-facts.ts'

export type Pack = { readonly files: readonly PackFile[]; readonly missing: readonly string[] }

export async function filesFor(given: Given, facts: ServerFacts): Promise<Pack> {
  const found = await findHash(given, facts)
  const cabinet = given.cabinet === undefined ? [] : [await copied(given.cabinet, 'diagnostics')]
  const proofs = await Promise.all(given.proof.map((file) => copied(file, 'proof-of-ownership')))
  refuseTwins([...cabinet, ...proofs])
  const missing = [
    ...(found === undefined ? ['the hardware hash (--hash, or a cabinet that contains it).'] : []),
    ...(cabinet.length === 0 ? ['the diagnostics cabinet (--cabinet).'] : []),
    ...(proofs.length === 0 ? ['the proof of ownership (--proof).'] : []),
    ...(given.code === undefined && failuresIn(facts).length === 0
      ? ['the error that was shown (--code).']
      : []),
  ]
  const files = [
    text('README.txt', instructions(given, missing), 'what to do with it'),
    ...(found === undefined ? [] : filesOfHash(found)),
    json('error.json', errorOf(given, facts), 'the error, what it means, and when'),
    json('registrations.json', facts, 'what your tenant knows about the device'),
    ...cabinet,
    ...(proofs.length > 0 ? proofs : [placeForProof]),
  ]
  return { files: [...files, json('manifest.json', manifestOf(files), 'digests of all')], missing }
}

function filesOfHash(found: FoundHash): readonly PackFile[] {
  const { decoded, source } = found
  const read = { source, ...decoded.toJSON(), findings: checkHardwareHash(decoded) }
  return [
    { name: 'device.csv', content: csvOf(found), says: 'the device, as Intune imports it' },
    json('decoded-hash.json', read, 'what the hash says'),
  ]
}

const placeForProof = text(
  'proof-of-ownership/PUT-IT-HERE.txt',
  'Put the original document here, not a screenshot. It has to show the serial number, chassis number or another unique id of the\n' +
    'device, and the name of your company: an invoice, a delivery note, a leasing contract.\n',
  'a place for the proof of ownership',
)

function failuresIn({ imports }: ServerFacts) {
  return imports.filter(({ state }) => state?.deviceImportStatus === 'error')
}

function errorOf({ code, serialNumber }: Given, facts: ServerFacts) {
  const failures = failuresIn(facts).map(({ id, state }) => ({
    importId: id,
    code: state?.deviceErrorCode,
    name: state?.deviceErrorName,
  }))
  const codes = [code, ...failures.map((each) => String(each.code))].filter((each) => each)
  const explained = [...new Set(codes)].flatMap((each) => explanationsOf(String(each)))
  return {
    serialNumber,
    shown: code ?? null,
    failedImports: failures,
    explained,
    packedAt: new Date().toISOString(),
    askedServerAt: facts.askedAt,
  }
}

function manifestOf(files: readonly PackFile[]) {
  return files.map(({ name, content, says }) => ({
    name,
    says,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }))
}

async function copied(file: string, folder: string): Promise<PackFile> {
  const content = await readFile(file).catch((cause: Error) => {
    throw unreadable(file, cause)
  })
  if (content.length === 0) throw new CliError(`${file} is empty.`)
  return { name: `${folder}/${basename(file)}`, content, says: `as given: ${file}` }
}

function refuseTwins(files: readonly PackFile[]): void {
  const names = files.map(({ name }) => name)
  const twin = names.find((name, n) => names.indexOf(name) !== n)
  if (twin !== undefined)
    throw new CliError(`Two files are called ${basename(twin)}.`, { hint: 'Rename one of them.' })
}

function text(name: string, content: string, says: string): PackFile {
  return { name, content: Buffer.from(content, 'utf8'), says }
}

function json(name: string, value: unknown, says: string): PackFile {
  return text(name, `${JSON.stringify(value, undefined, 2)}\n`, says)
}
