import { expect, test } from 'vitest'
import { endOfNextBusinessDay, isTimeZone } from './respond-by.ts'

const week = [1, 2, 3, 4, 5]

test.each([
  // A Wednesday at noon: Thursday's end, in winter and summer time.
  ['2026-01-14T12:00:00Z', 'Europe/Berlin', '2026-01-15T22:59:59Z'],
  ['2026-07-15T12:00:00Z', 'Europe/Berlin', '2026-07-16T21:59:59Z'],
  // Friday, Saturday and Sunday: Monday's end.
  ['2026-01-16T12:00:00Z', 'UTC', '2026-01-19T23:59:59Z'],
  ['2026-01-17T12:00:00Z', 'UTC', '2026-01-19T23:59:59Z'],
  ['2026-01-18T12:00:00Z', 'UTC', '2026-01-19T23:59:59Z'],
  // It is Friday there while it is still Thursday in UTC, and the other way round.
  ['2026-01-15T22:30:00Z', 'Pacific/Auckland', '2026-01-19T10:59:59Z'],
  ['2026-01-16T02:00:00Z', 'America/Los_Angeles', '2026-01-17T07:59:59Z'],
  // Over the weekend the clocks change, or on the business day itself.
  ['2026-03-27T12:00:00Z', 'Europe/Berlin', '2026-03-30T21:59:59Z'],
  ['2026-10-23T12:00:00Z', 'Europe/Berlin', '2026-10-26T22:59:59Z'],
  ['2026-03-06T12:00:00Z', 'America/New_York', '2026-03-10T03:59:59Z'],
  // Quarter hours; the most eastern and western zones.
  ['2026-01-14T12:00:00Z', 'Asia/Kathmandu', '2026-01-15T18:14:59Z'],
  ['2026-01-14T12:00:00Z', 'Pacific/Kiritimati', '2026-01-16T09:59:59Z'],
  ['2026-01-14T11:59:00Z', 'Etc/GMT+12', '2026-01-15T11:59:59Z'],
  // Midnight does not exist on the first day of summer time in Beirut; the day before ends an hour earlier.
  ['2024-03-29T12:00:00Z', 'Asia/Beirut', '2024-04-01T20:59:59Z'],
  // Samoa jumped over Friday, 2011-12-30.
  ['2011-12-29T20:00:00Z', 'Pacific/Apia', '2012-01-02T09:59:59Z'],
])('%s in %s is answered by %s', (from, zone, until) => {
  const calendar = { workDays: week, holidays: [] }
  expect(endOfNextBusinessDay(new Date(from), zone, calendar)).toEqual(new Date(until))
})

test('a day on which the clocks go back ends an hour later', () => {
  const calendar = { workDays: [7], holidays: [] }
  const end = endOfNextBusinessDay(new Date('2026-10-24T12:00:00Z'), 'Europe/Berlin', calendar)
  expect(end).toEqual(new Date('2026-10-25T22:59:59Z'))
})

test('holidays and other weeks count', () => {
  const eve = new Date('2026-12-24T09:00:00Z')
  const closed = ['2026-12-25', '2026-12-28']
  const until = (workDays: readonly number[], holidays: readonly string[]) =>
    endOfNextBusinessDay(eve, 'Europe/London', { workDays, holidays }).toISOString().slice(0, 10)
  expect(until(week, [])).toBe('2026-12-25')
  expect(until(week, closed)).toBe('2026-12-29')
  expect(until([6], closed)).toBe('2026-12-26')
  const always = Array.from({ length: 800 }, (_, n) =>
    new Date(Date.parse('2026-12-01') + n * 86_400_000).toISOString().slice(0, 10),
  )
  expect(until(week, always)).toBe('2026-12-25')
})

test('names of zones are known or not', () => {
  expect(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'].every(isTimeZone)).toBe(true)
  expect(['', 'Mars/Olympus', '+02:00', 'Europe/Berlin; x'].some(isTimeZone)).toBe(false)
})
