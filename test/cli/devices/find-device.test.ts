/** One device by what a person knows of it: never the wrong one, and never one of several. */
import { afterEach, expect, test } from 'vitest'
import { exitCodes } from '../../../cli/exit.ts'
import { connect } from '../../../cli/graph/client.ts'
import { findDevice } from '../../../cli/graph/find-device.ts'
import {
  type Asked,
  type Reply,
  type ScriptedGraph,
  startScriptedGraph,
} from '../../support/scripted-graph.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

type Known = { readonly id: string; readonly serialNumber: string }

const one = '11111111-1111-1111-1111-111111111111'
const two = '22222222-2222-2222-2222-222222222222'
let peer: ScriptedGraph

afterEach(() => peer.close())

test('of serial numbers that contain the wanted one, only the whole one counts', async () => {
  const graph = await graphWith(
    { id: one, serialNumber: 'PF3A' },
    { id: two, serialNumber: 'PF3AB' },
  )
  expect(await findDevice(graph, 'pf3a')).toMatchObject({ id: one })
})

test('two devices with one serial number are refused with both ids', async () => {
  const graph = await graphWith(
    { id: one, serialNumber: 'PF3A' },
    { id: two, serialNumber: 'PF3A' },
  )
  await expect(findDevice(graph, 'PF3A')).rejects.toMatchObject({
    exitCode: exitCodes.ambiguous,
    message: expect.stringMatching(new RegExp(`${one}.*\\n.*${two}`)),
  })
})

test('the server is asked for the longest plain part of a serial number with hyphens and quotes', async () => {
  const serialNumber = "VM-56'4d-abcdef 01"
  const graph = await graphWith({ id: one, serialNumber })
  expect(await findDevice(graph, serialNumber)).toMatchObject({ id: one })
  expect(peer.asked[0]?.path).toContain("$filter=contains(serialNumber,'abcdef')")
})

test('a serial number that looks like an id is found when no device has that id', async () => {
  const graph = await graphWith({ id: one, serialNumber: two })
  expect(await findDevice(graph, two)).toMatchObject({ id: one })
})

test('what nobody registered is not found', async () => {
  const graph = await graphWith()
  await expect(findDevice(graph, 'PF3A')).rejects.toThrow('There is no registered device PF3A.')
})

async function graphWith(...devices: readonly Known[]) {
  process.env['TAXIWAY_CONFIG_DIR'] = emptyFolder()
  peer = await startScriptedGraph(({ path }: Asked): Reply => {
    const id = /Identities\/([^/?]+)$/.exec(path)?.[1]
    if (id === undefined) return { json: { value: devices } }
    const found = devices.find((device) => device.id === id)
    return found === undefined ? { status: 404, json: {} } : { json: found }
  })
  return connect(peer.context)
}

test('an empty name is nobody, also where one device has no serial number', async () => {
  const graph = await graphWith({ id: one, serialNumber: '' })
  for (const name of ['', '  ']) {
    await expect(findDevice(graph, name)).rejects.toThrow('No device was given.')
  }
  expect(peer.asked).toEqual([])
})
