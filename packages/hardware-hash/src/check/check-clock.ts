/** The clock inside a hash: plausible? A wrong clock is common and harmless, but worth knowing. */
import type { DecodedHash } from '../decoded-hash.ts'
import type { Finding } from './finding.ts'

/** The day from which a build was public in any form, by its number; from general knowledge. */
const firstDays: readonly (readonly [build: number, day: string])[] = [
  [10240, '2015-07-15'],
  [14393, '2016-07-18'],
  [16299, '2017-09-26'],
  [17134, '2018-04-16'],
  [18362, '2019-03-20'],
  [19041, '2019-12-10'],
  [20348, '2021-05-01'],
  [22000, '2021-06-28'],
  [22621, '2022-05-11'],
  [25398, '2023-06-01'],
  [26100, '2024-04-03'],
]

const day = 86_400_000
const unknownZone = 1800
const field = 'OsSystemTime'

export function* checkClock(hash: DecodedHash, now: Date): Generator<Finding> {
  const header = hash.all('header')[0]
  if (header === undefined) return
  const time = Date.parse(header.osSystemTime)
  if (time > now.getTime() + day) {
    const message = `The machine's clock said ${header.osSystemTime}, which is in the future.`
    yield { severity: 'warning', code: 'clock-in-future', field, message }
  }
  const earliest = firstDayOf(header.osBuild)
  if (earliest !== undefined && time < Date.parse(earliest)) {
    const message = `The machine's clock said ${header.osSystemTime}, before its Windows build existed.`
    yield { severity: 'warning', code: 'clock-before-build', field, message }
  }
  if (header.utcOffsetMinutes === unknownZone) {
    const message = 'The time zone is unknown, as in every hash of older tools.'
    yield { severity: 'warning', code: 'zone-unknown', field: 'OsLocalTime', message }
  } else if (Math.abs(header.utcOffsetMinutes) > 14 * 60) {
    const message = `No time zone is ${header.utcOffsetMinutes} minutes from UTC.`
    yield { severity: 'warning', code: 'zone-impossible', field: 'OsLocalTime', message }
  }
}

function firstDayOf(build: string): string | undefined {
  const number = Number(build.split('.')[2])
  return firstDays.findLast(([known]) => known <= number)?.[1]
}
