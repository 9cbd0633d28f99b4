import { counted, number } from './numbers.ts'

export const enrollments = {
  title: 'Device management',
  tabs: { devices: 'Enrolled devices', tokens: 'Tokens', settings: 'Settings' },
  empty: 'No device is enrolled',
  emptyText: 'Make a token, and a device enrolls with it; or people sign in at their devices.',
  columns: {
    name: 'Name',
    user: 'User',
    ownership: 'Ownership',
    state: 'State',
    enrolled: 'Enrolled',
    seen: 'Last session',
    version: 'Windows',
    deviceId: 'Device id',
    means: 'Enrolled by',
    registration: 'Autopilot registration',
  },
  unnamed: 'Without a name',
  ownership: { corporate: 'Organization', personal: 'Personal' },
  states: { active: 'Enrolled', leaving: 'Asked to leave', ended: 'Ended' },
  means: {
    deployment: 'its first boot',
    administrator: 'a token of an administrator',
    'sign-in': 'the sign-in of a person',
  },
  endedBy: {
    device: 'at the device',
    server: 'by the server',
    administrator: 'by an administrator',
    replaced: 'because the device enrolled again',
  },
  ended: (how: string) => `Ended ${how}`,
  openRegistration: 'Open the registered device',
  sessions: 'Sessions',
  sessionCount: (n: number) => counted(n, 'session', 'sessions'),
  noSessions: 'The device has not come to a session yet.',
  next: 'Next session',
  asked: 'What it reported about itself',
  hash: 'Hardware hash',
  setup: 'Enrollment status page',
  setupStates: {
    none: 'Not shown',
    running: 'Running',
    done: 'Done',
    failed: 'Failed',
    timedOut: 'Timed out',
  },
  unenroll: 'Ask to leave',
  unenrollTitle: 'Ask the device to leave management?',
  unenrollText:
    'At its next session the device removes what management has set. A device that was joined to Entra leaves it as ' +
    'well, and may be left without an administrator. Its Autopilot registration stays.',
  unenrolled: 'The device is asked to leave at its next session.',
  revoke: 'Refuse at once',
  revokeTitle: 'Refuse this device from now on?',
  revokeText:
    'Its certificate is refused at once, and it cannot be asked for anything any more, not even to leave. For a stolen ' +
    'device, or one that is gone.',
  revoked: 'The device is refused from now on.',
  wiping: {
    full: 'At its next session the device is asked to reset itself.',
    protected:
      'At its next session the device is asked to reset itself, and goes on if it is interrupted.',
    'keep-enrollment':
      'At its next session the device is asked to reset itself and to stay enrolled.',
    'keep-data':
      'At its next session the device is asked to reset itself and to keep what people have.',
  },
  shares:
    'This device states the id of another enrolled device and did not prove that it is that device. If it is, refuse the ' +
    'earlier enrollment; if not, refuse this one.',
} as const

export const enrollmentTokens = {
  empty: 'No token was made today',
  emptyText: 'A token lets one device enroll, once, within ten minutes.',
  make: 'Make a token',
  columns: {
    state: 'State',
    user: 'User',
    by: 'Made by',
    until: 'Good until',
    ownership: 'Ownership',
  },
  states: { unused: 'Unused', used: 'Used', withdrawn: 'Withdrawn', expired: 'Expired' },
  forUser: 'For whom',
  forUserHint: 'The user name of the person who gets the device. Empty: for nobody in particular.',
  isPersonal: 'The device is the person’s own',
  shownTitle: 'Token for one device',
  shownText:
    'It is shown only now, works once, and for ten minutes. The device is given it with this address:',
  withdraw: 'Withdraw',
  withdrawn: 'Withdrawn: no device enrolls with it.',
} as const

export const enrollmentSettings = {
  title: 'What happens to devices that enroll',
  convert: 'Register enrolled devices as Autopilot devices',
  convertOn:
    'Each enrolled device of the organization is asked once for its hardware hash and registered with it. It gets the ' +
    'profile of its groups, and on its next reset it starts in your organization’s setup. That also holds for devices ' +
    'that enrolled before.',
  convertOff:
    'Switching this off registers no further device. Those that were registered stay registered, and still start in your ' +
    'organization’s setup when they are reset. Delete their registrations if they are to be free.',
  convertNever: 'Personal devices are never asked, and never registered.',
  convertTitle: 'Register all enrolled devices?',
  convertText:
    'Every enrolled device of the organization is registered at its next session. It cannot be set up by anyone else ' +
    'afterwards until its registration is deleted, even if it is sold or given away.',
  convertAct: 'Register them',
  pause: 'Let no device enroll for now',
  pauseText:
    'Devices that try show that enrollment is in maintenance. Enrolled devices go on as before.',
  saved: 'Saved.',
} as const

export const associations = {
  title: 'Associated devices',
  empty: 'No associated devices',
  emptyText: 'Drop DeviceLink files, any number at once, or archives that hold them.',
  columns: {
    serial: 'Serial number',
    model: 'Model',
    state: 'State',
    policy: 'Policy',
    since: 'Pre-associated',
    associated: 'Associated',
    by: 'Added by',
    drops: 'Is dropped',
  },
  states: {
    preassociated: 'Pre-associated',
    associated: 'Associated',
    pendingRemoval: 'Waiting for removal',
    stale: 'Out of date',
  } as Readonly<Record<string, string>>,
  meanings: {
    preassociated:
      'The device is expected. It becomes associated when it reports from its setup or from management.',
    associated: 'The device has reported, and belongs to this organization.',
    pendingRemoval:
      'The device does not know yet. It goes when the device leaves management. If the device is still enrolled at its ' +
      'next session, it is associated again.',
    stale:
      'The device made a new link since, or left management. This record is dropped by itself.',
  } as Readonly<Record<string, string>>,
  add: 'Add DeviceLink files',
  policy: 'Device preparation policy for the devices that are added',
  noPolicy: 'None',
  added: (n: number, updated: number, known: number) =>
    `${number(n)} pre-associated, ${number(updated)} updated, ${number(known)} known before.`,
  refused: (n: number) => `${counted(n, 'link was', 'links were')} refused`,
  nothingFound: 'No DeviceLink was found in these files.',
  remove: 'Remove',
  removeTitle: 'Remove this association?',
  removeText:
    'What no device has reported goes at once. A device that has reported has to leave management first.',
  removed: 'Removed, or waiting for the device.',
  confirm: 'The marker is cleared',
  confirmed: 'The association is gone.',
  markerTitle: 'The firmware still holds the marker',
  markerText:
    'No server can clear the marker that the device keeps in its firmware (UEFI). Somebody with administrator rights at ' +
    'the device does it, in an elevated Windows PowerShell with the module WindowsDeviceLink, or by resetting the firmware ' +
    'to its factory settings:',
  markerScript: 'Reset-WindowsDeviceLinkFirmwareState',
} as const
