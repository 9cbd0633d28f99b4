import { ArrowUpload20Regular } from '@fluentui/react-icons'
import type { Action } from '../../../act/action.ts'
import { texts } from '../../../texts/texts.ts'
import type { DevicesContext } from '../context.ts'

export const importDevices: Action<Pick<DevicesContext, 'navigate'>> = {
  name: 'import',
  label: () => texts.deviceActs.import,
  icon: <ArrowUpload20Regular />,
  permission: 'devices.import',
  run: ({ navigate }) => navigate('/import'),
}
