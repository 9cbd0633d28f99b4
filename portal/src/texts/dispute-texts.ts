import type { DisputeView } from 'taxiway-autopilot/admin'

export const disputes = {
  title: 'Disputes',
  empty: 'No registration is disputed',
  emptyText:
    'If a device proves its TPM key for another organization than the one that registered it by its hash alone, both learn it here.',
  columns: {
    serial: 'Serial number',
    side: 'Your part',
    state: 'State',
    opened: 'Opened',
    due: 'Notice ends',
  },
  sides: {
    holder: 'You have registered it',
    claimant: 'Your device proved it',
    none: 'Two other organizations',
  } as Readonly<Record<DisputeView['side'], string>>,
  states: {
    open: 'Open',
    contested: 'Contested',
    released: 'Released',
    displaced: 'Given to its prover',
    kept: 'Kept',
  } as Readonly<Record<DisputeView['state'], string>>,
  one: (serial: string) => `Dispute about ${serial}`,
  noSerial: 'a device without a serial number',
  gone: 'This dispute is not there, or is not yours to see.',
  summaries: {
    holder:
      'A device proved its TPM key for another organization. You hold the registration by the hash alone, which anyone who has the hash can do.',
    claimant:
      'Your device proved its TPM key, and another organization has registered it by its hash alone.',
    none: 'One organization has registered the device by its hash alone; a device proved its TPM key for another one.',
  } as Readonly<Record<DisputeView['side'], string>>,
  next: (state: DisputeView['state'], due: string): string =>
    ({
      open: `Unless the holder contests it, the registration goes on ${due} to the organization that proved it. If the holder's own device proves itself before, it stays.`,
      contested: 'An operator of the installation decides. Until then the registration stays.',
      released:
        'The holder gave the device up. It was registered for the organization that proved it.',
      displaced: 'The registration went to the organization that proved it.',
      kept: 'The registration stays with its holder.',
    })[state],
  registration: 'The registration',
  proof: 'The proof',
  heldBy: 'Held by',
  you: 'Your organization',
  another: 'An organization that is not named',
  claim: 'Claim',
  byHash: 'By the hash alone',
  provedFor: 'Proved for',
  key: 'Key of the TPM',
  keyHint: 'SHA-256 of the key that the device proved to have',
  openedAt: 'Proved',
  objection: 'What the holder says',
  decidedAt: 'Decided',
  decisionReason: 'Why the operator decided so',
  notified: 'Who was notified',
  notifiedOpened:
    'Both organizations, in their audit trails; the holder also in the timeline of the device and by the event ownership.conflict.opened.',
  notifiedEnded: {
    displaced:
      'The end too: both in their audit trails, the holder by the event ownership.conflict.lost.',
    released: 'The end too: both in their audit trails.',
    kept: 'The end too: both in their audit trails, and in the timeline of the device.',
  } as Readonly<Partial<Record<DisputeView['state'], string>>>,
  names: 'Neither organization learns who the other is.',
  trail: 'Entries in the audit trail',
  contest: 'Contest',
  contestReason: 'Why is the device yours?',
  contestHint: 'The operator who decides reads it; the other organization does not.',
  contested: 'Contested: an operator of the installation decides.',
  release: 'Release the device',
  releaseTitle: (serial: string) => `Release ${serial}?`,
  releaseText:
    'Its registration here ends now, and the device is registered for the organization that proved it. Releasing counts as a destructive act.',
  released: 'Released.',
  keep: 'Keep the registration',
  keepTitle: (serial: string) => `Keep the registration of ${serial}?`,
  keepText:
    'The device stays with the organization that registered it, though another has proved it.',
  decideReason: 'Why do you decide so?',
  decideHint: 'Both organizations and the audit trail get it.',
  displace: 'Give it to its prover',
  displaceTitle: (serial: string) => `Give ${serial} to the organization that proved it?`,
  displaceText:
    'The registration of its holder ends, and the device is registered for the other organization.',
  decided: 'Decided.',
  newToken: 'New claim token',
  tokenTitle: 'Claim token',
  tokenText: (until: string) =>
    `With it, one device proves that it is yours although another organization has registered it. It works once, until ${until}, and is shown only now.`,
} as const
