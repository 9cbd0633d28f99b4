import { ArrowClockwise20Regular } from '@fluentui/react-icons'
import type { Action } from '../../../act/action.ts'
import { texts } from '../../../texts/texts.ts'
import type { DevicesContext } from '../context.ts'

export const refreshDevices: Action<Pick<DevicesContext, 'refresh'>> = {
  name: 'refresh',
  label: () => texts.deviceActs.refresh,
  icon: <ArrowClockwise20Regular />,
  run: ({ refresh }) => refresh(),
}
