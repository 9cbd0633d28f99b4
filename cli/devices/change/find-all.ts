/**
 * The devices that wishes are about: whole names only, and everything else that a row says must fit too.
 *
 * One wish that fits several devices, or contradicts its device, refuses them all: a tool that took the first
 * match has cost somebody the data of another machine (users-and-peers 1.4).
 */

import type { DeviceIdentity } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../../exit.ts'
import { ambiguous, devicePages, devicesNamed, isGuid } from '../../graph/find-device.ts'
import type { Wish } from './wish.ts'

export type Found = {
  readonly wish: Wish
  /** Absent when no device has the name. */
  readonly device?: DeviceIdentity
}

/** Up to here asking for each device is cheaper than reading the list. */
const fewWishes = 10

/** What each wish is about, in their order; throws when one is ambiguous, or two contradict each other. */
export async function findAll(graph: Graph, wishes: readonly Wish[]): Promise<readonly Found[]> {
  const namesake =
    wishes.length <= fewWishes
      ? (name: string) => devicesNamed(graph, name)
      : await namesakesInList(graph)
  const found: Found[] = []
  for (const wish of wishes) found.push(await theOne(wish, await namesake(wish.name)))
  refuseContradictions(found)
  return found
}

async function namesakesInList(graph: Graph) {
  const ids = new Map<string, DeviceIdentity>()
  const serials = new Map<string, DeviceIdentity[]>()
  for await (const page of devicePages(graph)) {
    for (const device of page) {
      ids.set(device.id.toLowerCase(), device)
      const serial = (device.serialNumber ?? '').toLowerCase()
      const namesakes = serials.get(serial)
      if (namesakes === undefined) serials.set(serial, [device])
      else namesakes.push(device)
    }
  }
  return async (name: string): Promise<readonly DeviceIdentity[]> => {
    const byId = isGuid(name) ? ids.get(name.toLowerCase()) : undefined
    return byId === undefined ? (serials.get(name.toLowerCase()) ?? []) : [byId]
  }
}

async function theOne(wish: Wish, devices: readonly DeviceIdentity[]): Promise<Found> {
  const [first] = devices
  if (first === undefined) return { wish }
  const fitting = devices.filter((device) => misfit(wish, device) === undefined)
  const [device, ...others] = fitting
  if (device === undefined) throw contradicted(wish, first)
  if (others.length > 0) throw ambiguous(wish.name, fitting)
  return { wish, device }
}

type Mark = keyof Wish['marks']

function misfit({ marks }: Wish, device: DeviceIdentity): Mark | undefined {
  const names = Object.keys(marks) as Mark[]
  return names.find((name) => marks[name]?.toLowerCase() !== (device[name] ?? '').toLowerCase())
}

function contradicted(wish: Wish, device: DeviceIdentity): CliError {
  const mark = misfit(wish, device) ?? 'id'
  return new CliError(
    `Line ${wish.line} says ${mark} '${wish.marks[mark]}', but the device ${wish.name} has '${device[mark]}'.`,
    { exitCode: exitCodes.ambiguous, hint: 'Nothing was done. Correct the line, or leave it out.' },
  )
}

function refuseContradictions(found: readonly Found[]): void {
  const first = new Map<string, Wish>()
  for (const { wish, device } of found) {
    if (device === undefined) continue
    const earlier = first.get(device.id)
    if (earlier !== undefined && !sameChanges(earlier, wish)) {
      throw new CliError(
        `Lines ${earlier.line} and ${wish.line} want different things of the device ${device.id}.`,
        { exitCode: exitCodes.findings, hint: 'Nothing was done. Leave one of the lines.' },
      )
    }
    first.set(device.id, wish)
  }
}

function sameChanges(a: Wish, b: Wish): boolean {
  return JSON.stringify(a.changes) === JSON.stringify(b.changes)
}
