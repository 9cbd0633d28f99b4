/** What is true of the whole page: signed out, no connection, asked to wait, or an emulator. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useSyncExternalStore } from 'react'
import { attempt } from '../act/run-act.ts'
import { currentConnection, onConnection } from '../api/connection.ts'
import { useMe } from '../api/me.ts'
import { useNow } from '../api/use-now.ts'
import { currentStanding, signInAgain, subscribe } from '../auth/session.ts'
import { clockTime } from '../look/time.tsx'
import { texts } from '../texts/texts.ts'

export function Bars(): ReactNode {
  const standing = useSyncExternalStore(subscribe, currentStanding)
  const { offlineSince, waitsUntil } = useSyncExternalStore(onConnection, currentConnection)
  const now = useNow(1_000, waitsUntil !== undefined)
  const { data: me, dataUpdatedAt } = useMe()
  return (
    <>
      {me?.server.emulator === true && (
        <div className="bar emulator">
          {texts.shell.emulator(clockOf(me.server.now, dataUpdatedAt))}
        </div>
      )}
      {standing === 'ended' && (
        <div className="bar warning" role="alert">
          <span className="grow">{texts.common.ended}</span>
          <Button size="small" appearance="primary" onClick={() => void attempt(signInAgain)}>
            {texts.common.signIn}
          </Button>
        </div>
      )}
      {offlineSince !== undefined && (
        <div className="bar warning" role="alert">
          {texts.common.offline(clockTime(offlineSince))}
        </div>
      )}
      {waitsUntil !== undefined && waitsUntil > now && (
        <div className="bar info" role="status">
          {texts.common.throttled(Math.ceil((waitsUntil - now) / 1000))}
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
