/**
 * What other management services say that their devices have answered: SyncML as it came, Fleet's results of commands,
 * the output of Intune's remediation scripts, and the form that Taxiway takes. [documented: Fleet REST API, "Get MDM command
 * results"; Graph, deviceHealthScriptDeviceState]
 */
import { XMLParser } from 'fast-xml-parser'

export type RelayedDevice = {
  readonly deviceId: string
  readonly results: readonly { readonly uri: string; readonly data: string }[]
}

const hashNode = './DevDetail/Ext/DeviceHardwareData'
/** Entities are not expanded and a document type is refused, so the text cannot grow. */
const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
})

/** The devices of a document; empty where none is recognized. Throws on malformed XML. */
export function readRelayedResults(text: string): readonly RelayedDevice[] {
  const trimmed = text.replace(/^\ufeff/, '').trim()
  if (trimmed.startsWith('<')) return devicesOfXml(trimmed, '')
  return jsonOf(trimmed).flatMap(devicesOf)
}

/** One document, or one on each line. */
function jsonOf(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)]
  } catch (error) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
    if (lines.length < 2) throw error
    return lines.map((line) => JSON.parse(line) as unknown)
  }
}

type Node = Readonly<Record<string, unknown>>

function devicesOf(value: unknown): readonly RelayedDevice[] {
  if (Array.isArray(value)) return value.flatMap(devicesOf)
  if (typeof value !== 'object' || value === null) return []
  const node = value as Node
  return ownForm(node) ?? fleetResult(node) ?? intuneState(node) ?? listIn(node)
}

/** Fleet and Graph wrap theirs in a list. */
function listIn({ results, value }: Node): readonly RelayedDevice[] {
  const list = Array.isArray(results) ? results : value
  return Array.isArray(list) ? list.flatMap(devicesOf) : []
}

function ownForm({ deviceId, results }: Node): readonly RelayedDevice[] | undefined {
  if (typeof deviceId !== 'string' || !Array.isArray(results)) return undefined
  return [{ deviceId, results: results.flatMap(resultOf) }]
}

function resultOf(value: unknown): RelayedDevice['results'] {
  const { uri, data } = (value ?? {}) as Node
  return typeof uri === 'string' && typeof data === 'string' ? [{ uri, data }] : []
}

/** SyncML in Base64 beside the host that it came from. */
function fleetResult({ host_uuid: host, result }: Node): readonly RelayedDevice[] | undefined {
  if (typeof host !== 'string' || typeof result !== 'string') return undefined
  const xml = result.trimStart().startsWith('<') ? result : Buffer.from(result, 'base64').toString()
  return devicesOfXml(xml, host)
}

/** A script prints the hash, or an object of nodes and their values. */
function intuneState(node: Node): readonly RelayedDevice[] | undefined {
  const output = node['preRemediationDetectionScriptOutput']
  if (typeof output !== 'string') return undefined
  const { id, deviceName } = (node['managedDevice'] ?? {}) as Node
  const deviceId = [id, deviceName, node['id']].find((each) => typeof each === 'string')
  const results = output.trim().startsWith('{')
    ? Object.entries(JSON.parse(output) as Node).map(([uri, data]) => ({ uri, data: String(data) }))
    : [{ uri: hashNode, data: output.trim() }]
  return output.trim() === '' ? [] : [{ deviceId: String(deviceId ?? 'unknown'), results }]
}

/** `known`: where it came from, if the message does not say. */
function devicesOfXml(xml: string, known: string): readonly RelayedDevice[] {
  if (/<!DOCTYPE/i.test(xml))
    throw new Error('The results have a document type, which is never read.')
  // Some services keep parts of messages, which have several roots.
  const bare = xml.replace(/^\s*<\?xml[^>]*\?>/, '')
  const root = parser.parse(`<results>${bare}</results>`) as Node
  const results = found(root, 'Results').flatMap(itemsOf)
  if (results.length === 0) return []
  const [header] = found(root, 'SyncHdr')
  const said = textAt(header, 'Source', 'LocURI')
  return [{ deviceId: known || said || 'unknown', results }]
}

function itemsOf(results: Node): RelayedDevice['results'] {
  return listOf(results['Item']).flatMap((item) => {
    const uri = textAt(item, 'Source', 'LocURI')
    const data = textAt(item, 'Data')
    return uri === '' ? [] : [{ uri, data }]
  })
}

/** Every element of that name, at most eight levels down. */
function found(value: unknown, name: string, depth = 0): readonly Node[] {
  if (typeof value !== 'object' || value === null || depth > 8) return []
  return Object.entries(value).flatMap(([key, inside]) =>
    key === name ? listOf(inside) : listOf(inside).flatMap((each) => found(each, name, depth + 1)),
  )
}

function listOf(value: unknown): readonly Node[] {
  const all = Array.isArray(value) ? value : [value]
  return all.filter((each): each is Node => typeof each === 'object' && each !== null)
}

function textAt(node: Node | undefined, ...path: readonly string[]): string {
  let current: unknown = node
  for (const name of path) current = (current as Node | undefined)?.[name]
  return typeof current === 'string' ? current.trim() : ''
}
