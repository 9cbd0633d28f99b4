import { ArrowSync20Regular } from '@fluentui/react-icons'
import type { Action } from '../../../act/action.ts'
import { notify } from '../../../act/notify.tsx'
import { startSync } from '../../../api/sync.ts'
import { countdown } from '../../../look/time.tsx'
import { texts } from '../../../texts/texts.ts'
import type { DevicesContext } from '../context.ts'

const { deviceActs } = texts

export const syncDevices: Action<Pick<DevicesContext, 'sync'>> = {
  name: 'sync',
  label: ({ sync }) => {
    if (sync.running) return deviceActs.syncing
    return sync.waits > 0 ? deviceActs.syncIn(countdown(sync.waits)) : deviceActs.sync
  },
  icon: <ArrowSync20Regular />,
  permission: 'devices.sync',
  isEnabled: ({ sync }) => !sync.running && sync.waits <= 0,
  run: async () => {
    await startSync()
    notify({ text: deviceActs.syncStarted, intent: 'info' })
  },
}
