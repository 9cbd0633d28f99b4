/** What an event says, taken from its elements. The computer, the account and the process are left out. */
import type { XmlElement } from './element.ts'

export type LogEvent = {
  /** Its number in the log. */
  readonly record: number
  readonly provider: string
  readonly channel: string
  readonly id: number
  readonly level: EventLevel | null
  /** ISO 8601, UTC, to 100 ns; null when the log has none that can be. */
  readonly time: string | null
  /** The values, in order; unnamed ones have an empty name. */
  readonly data: readonly EventValue[]
}

export type EventValue = { readonly name: string; readonly value: string }
export type EventLevel = 'critical' | 'error' | 'warning' | 'information' | 'verbose'

/** As the log's records state them; 0 is what is always logged, shown by Windows as information. */
const levels: readonly EventLevel[] = [
  'information',
  'critical',
  'error',
  'warning',
  'information',
  'verbose',
]
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,7}Z$/

/** Undefined when the elements are no event. */
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

/** Data of the provider's own shape: every element that has no further ones. */
function leavesBelow(elements: readonly XmlElement[]): EventValue[] {
  return elements.flatMap((element) =>
    element.children.length > 0
      ? leavesBelow(element.children)
      : element.texts.map((value) => ({ name: element.name, value })),
  )
}
