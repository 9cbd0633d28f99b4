/** The columns of the device list, with Intune's names and in Intune's order. */
import type { ReactNode } from 'react'
import type { Device } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import type { Column } from '../../grid/column.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { EnrollmentStatus, ProfileStatus } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { deviceFields, deviceList } = texts

type TextField =
  | 'manufacturer'
  | 'model'
  | 'groupTag'
  | 'purchaseOrderIdentifier'
  | 'userPrincipalName'
  | 'displayName'
  | 'profileName'
type TimeField =
  | 'lastContactedDateTime'
  | 'registeredDateTime'
  | 'profileAssignedDateTime'
  | 'provisionalUntilDateTime'

export const deviceColumns: readonly Column<Device>[] = [
  {
    key: 'serialNumber',
    title: deviceFields.serialNumber,
    width: 180,
    sortable: true,
    phone: true,
    cell: (device) => <SerialLink device={device} />,
    text: ({ serialNumber }) => serialNumber,
  },
  textColumn('manufacturer', 140),
  textColumn('model', 200),
  textColumn('groupTag', 130),
  {
    key: 'profileStatus',
    title: deviceFields.profileStatus,
    width: 170,
    sortable: true,
    phone: true,
    cell: ({ profileStatus }) => <ProfileStatus status={profileStatus} />,
    text: ({ profileStatus }) => texts.profileStatus[profileStatus] ?? profileStatus,
  },
  textColumn('userPrincipalName', 200),
  textColumn('displayName', 150),
  {
    key: 'enrollmentState',
    title: deviceFields.enrollmentState,
    width: 160,
    sortable: true,
    cell: ({ enrollmentState }) => <EnrollmentStatus state={enrollmentState} />,
    text: ({ enrollmentState }) => texts.enrollmentState[enrollmentState] ?? enrollmentState,
  },
  timeColumn('registeredDateTime'),
  textColumn('purchaseOrderIdentifier', 150),
  textColumn('profileName', 180),
  timeColumn('profileAssignedDateTime'),
  timeColumn('lastContactedDateTime'),
  timeColumn('provisionalUntilDateTime'),
]

export const firstColumns = [
  'serialNumber',
  'manufacturer',
  'model',
  'groupTag',
  'profileStatus',
  'userPrincipalName',
  'displayName',
  'enrollmentState',
  'registeredDateTime',
]

function textColumn(key: TextField, width: number): Column<Device> {
  return {
    key,
    title: deviceFields[key],
    width,
    sortable: true,
    cell: (device) => <OutsideText text={device[key]} />,
    text: (device) => device[key] ?? '',
  }
}

function timeColumn(key: TimeField): Column<Device> {
  return {
    key,
    title: deviceFields[key],
    width: 150,
    sortable: true,
    cell: (device) => <Time at={device[key]} />,
    text: (device) => device[key] ?? '',
  }
}

function SerialLink({ device }: { device: Device }): ReactNode {
  return (
    <Link href={`/devices/${device.id}`} className="link" tabIndex={-1}>
      <OutsideText text={device.serialNumber} empty={deviceList.noSerial} />
    </Link>
  )
}

/** Many makers begin the model with their own name. */
export function machineOf({ manufacturer, model }: Pick<Device, 'manufacturer' | 'model'>): string {
  const says = model.toLowerCase().startsWith(manufacturer.toLowerCase())
  return says ? model : `${manufacturer} ${model}`.trim()
}

export function nameOfDevice({ serialNumber }: Pick<Device, 'serialNumber'>): string {
  return serialNumber === '' ? deviceList.noSerial : serialNumber
}
