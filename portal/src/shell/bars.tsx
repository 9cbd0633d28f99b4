/** What is true of the whole page: no connection, asked to wait, or an emulator. */
import { type ReactNode, useSyncExternalStore } from 'react'
import { currentConnection, onConnection } from '../api/connection.ts'
import { useMe } from '../api/me.ts'
import { useNow } from '../api/use-now.ts'
import { clockTime } from '../look/time.tsx'
import { texts } from '../texts/texts.ts'

export function Bars(): ReactNode {
  const { offlineSince, waitsUntil, isBusy } = useSyncExternalStore(onConnection, currentConnection)
  const now = useNow(1_000, waitsUntil !== undefined)
  const { data: me, dataUpdatedAt } = useMe()
  return (
    <>
      {me?.server.emulator === true && (
        <aside className="bar emulator" aria-label={texts.shell.emulatorName}>
          {texts.shell.emulator(clockOf(me.server.now, dataUpdatedAt))}
        </aside>
      )}
      {offlineSince !== undefined && (
        <div className="bar warning" role="alert">
          {texts.common.offline(clockTime(offlineSince))}
        </div>
      )}
      {waitsUntil !== undefined && waitsUntil > now && (
        <div className="bar info" role="status">
          {isBusy ? texts.common.busy : texts.common.throttled}{' '}
          {/* Read out once, not every second. */}
          <span aria-hidden="true">
            {texts.common.continuing(Math.ceil((waitsUntil - now) / 1000))}
          </span>
        </div>
      )}
    </>
  )
}

const hours = new Intl.NumberFormat('en', {
  style: 'unit',
  unit: 'hour',
  unitDisplay: 'long',
  maximumFractionDigits: 1,
})

/** How far an emulator's clock is ahead of this browser's. */
function clockOf(serverNow: string, at: number): string {
  const ahead = (new Date(serverNow).getTime() - at) / 3_600_000
  return Math.abs(ahead) < 0.1 ? texts.shell.clockTrue : texts.shell.clockAhead(hours.format(ahead))
}
