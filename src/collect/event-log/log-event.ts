/** The content of an event, from its elements, without the computer, the account and the process. */
import type { XmlElement } from './element.ts'

export type LogEvent = {
  /** Its number in the log. */
  readonly record: number
  readonly provider: string
  readonly channel: string
  readonly id: number
  readonly level: EventLevel | null
  /** ISO 8601, UTC, to 100 ns; null if the log has no valid one. */
  readonly time: string | null
  /** The values, in order; unnamed ones have an empty name. */
  readonly data: readonly EventValue[]
}

export type EventValue = { readonly name: string; readonly value: string }
export type EventLevel = 'critical' | 'error' | 'warning' | 'information' | 'verbose'

/** As in the log's records; 0 is always logged, and shown by Windows as information. */
const levels: readonly EventLevel[] = [
  'information',
  'critical',
  'error',
  'warning',
  'information',
  'verbose',
]
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,7}Z$/

/** Undefined if the elements are not an event. */
export function eventOf(
  elements: readonly XmlElement[],
  stated: { readonly record: number; readonly time: string },
): LogEvent | undefined {
  const event = elements.find(({ name }) => name === 'Event')
  const system = childOf(event, 'System')
  const id = textIn(system, 'EventID')
  if (event === undefined || system === undefined || !/^\d{1,10}$/.test(id)) return undefined
  const created = childOf(system, 'TimeCreated')?.attributes.get('SystemTime') ?? ''
  return {
    record: stated.record,
    provider: childOf(system, 'Provider')?.attributes.get('Name') ?? '',
    channel: textIn(system, 'Channel'),
    id: Number(id),
    level: levels[Number(textIn(system, 'Level') || Number.NaN)] ?? null,
    time: [created, stated.time].find((time) => isoTime.test(time)) ?? null,
    data: [
      ...valuesIn(childOf(event, 'EventData')),
      ...leavesBelow(childOf(event, 'UserData')?.children ?? []),
    ],
  }
}

function childOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((child) => child.name === name)
}

function textIn(parent: XmlElement | undefined, name: string): string {
  return childOf(parent, name)?.texts.join('') ?? ''
}

function valuesIn(data: XmlElement | undefined): EventValue[] {
  return (data?.children ?? []).flatMap((child) => {
    const name = child.attributes.get('Name') ?? (child.name === 'Data' ? '' : child.name)
    return child.texts.map((value) => ({ name, value }))
  })
}

/** Data in the provider's own format: every element without children. */
function leavesBelow(elements: readonly XmlElement[]): EventValue[] {
  return elements.flatMap((element) =>
    element.children.length > 0
      ? leavesBelow(element.children)
      : element.texts.map((value) => ({ name: element.name, value })),
  )
}
