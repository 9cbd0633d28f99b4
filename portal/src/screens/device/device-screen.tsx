/** One device: what it is, why it has its profile, and what happened to it. */
import {
  Breadcrumb,
  BreadcrumbButton,
  BreadcrumbDivider,
  BreadcrumbItem,
} from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Device } from 'taxiway-autopilot/admin'
import { useLocation, useParams, useSearchParams } from 'wouter'
import { ActionButtons } from '../../act/action-buttons.tsx'
import { useKeys } from '../../act/use-keys.ts'
import { useDevice } from '../../api/device-detail.ts'
import { useMay } from '../../api/me.ts'
import { wayBackState } from '../../grid/left-row.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Loaded } from '../../look/states.tsx'
import { ProfileStatus } from '../../look/status.tsx'
import { Tabs } from '../../look/tabs.tsx'
import { dayOf } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { machineOf, nameOfDevice } from '../devices/columns.tsx'
import type { OpenPane } from '../devices/context.ts'
import { Panes } from '../devices/panes.tsx'
import { listAddress, neighbour } from '../devices/remembered-order.ts'
import {
  allowNext,
  copyDeviceId,
  copySerial,
  deleteDevice,
  editDevice,
  openRepair,
  removeDevice,
} from './device-acts.tsx'
import { EntraTab } from './entra-tab.tsx'
import { HashesTab } from './hashes-tab.tsx'
import { IdentityTab } from './identity-tab.tsx'
import { ProfileTab } from './profile-tab.tsx'
import { TimelineTab } from './timeline-tab.tsx'

const { devicePage } = texts

const tabs = [
  { key: 'identity', permission: 'devices.read', show: IdentityTab },
  { key: 'hashes', permission: 'hashes.read', show: HashesTab },
  { key: 'profile', permission: 'devices.read', show: ProfileTab },
  { key: 'entra', permission: 'directory-devices.read', show: EntraTab },
  { key: 'timeline', permission: 'devices.read', show: TimelineTab },
] as const

export function DeviceScreen(): ReactNode {
  const { id = '' } = useParams()
  const device = useDevice(id)
  return <Loaded query={device}>{(data) => <DevicePage key={id} device={data} />}</Loaded>
}

function DevicePage({ device }: { device: Device }): ReactNode {
  const may = useMay()
  const [parameters, setParameters] = useSearchParams()
  const [pane, setPane] = useState<OpenPane>()
  const shown = tabs.filter(({ permission }) => may(permission))
  const tab = shown.find(({ key }) => key === parameters.get('tab')) ?? shown[0] ?? tabs[0]
  const go = (key: string) =>
    setParameters(key === 'identity' ? {} : { tab: key }, { replace: true })
  usePageKeys(device.id, (n) => {
    const target = shown[n - 1]
    if (target !== undefined) go(target.key)
  })
  const Content = tab.show
  const name = nameOfDevice(device)
  return (
    <Page
      title={name}
      above={<Path name={name} />}
      aside={
        <>
          <ProfileStatus status={device.profileStatus} />
          {device.groupTag !== '' && (
            <span className="chip">
              <OutsideText text={device.groupTag} />
            </span>
          )}
          <span className="quiet">
            <OutsideText text={machineOf(device)} />
          </span>
          {device.provisionalUntilDateTime !== null && (
            <span className="quiet">
              {devicePage.provisional(dayOf(device.provisionalUntilDateTime))}
            </span>
          )}
        </>
      }
    >
      <ActionButtons
        name={name}
        actions={[editDevice, copySerial, openRepair]}
        more={[allowNext, copyDeviceId, deleteDevice, removeDevice]}
        moreLabel={texts.deviceActs.more}
        context={{ device, open: setPane }}
      />
      <Tabs
        of={shown.map(({ key }) => [key, devicePage.tabs[key]])}
        chosen={tab.key}
        panel="tab-content"
        onChoose={go}
      />
      <div id="tab-content" role="tabpanel" aria-labelledby={`tab-${tab.key}`}>
        <Content device={device} />
      </div>
      {pane !== undefined && <Panes pane={pane} onClose={() => setPane(undefined)} />}
    </Page>
  )
}

function Path({ name }: { name: string }): ReactNode {
  const [, navigate] = useLocation()
  return (
    <Breadcrumb aria-label={devicePage.path} size="small" className="path">
      <BreadcrumbItem>
        <BreadcrumbButton onClick={() => navigate(listAddress(), { state: wayBackState() })}>
          {devicePage.devices}
        </BreadcrumbButton>
      </BreadcrumbItem>
      <BreadcrumbDivider />
      <BreadcrumbItem>
        <BreadcrumbButton current>
          <OutsideText text={name} />
        </BreadcrumbButton>
      </BreadcrumbItem>
    </Breadcrumb>
  )
}

const steps: Readonly<Record<string, 1 | -1>> = { j: 1, k: -1 }

/** `j` and `k` walk the list one came from, digits the tabs. */
function usePageKeys(id: string, onDigit: (n: number) => void): void {
  const [, navigate] = useLocation()
  useKeys((key) => {
    if (/^[1-5]$/.test(key)) return () => onDigit(Number(key))
    const by = steps[key]
    const next = by === undefined ? undefined : neighbour(id, by)
    return next === undefined ? undefined : () => navigate(`/devices/${next}`)
  })
}
