/** Whose rules a file is checked against, as the table of channels calls it. */
import type { ChannelKey } from 'taxiway-autopilot'
import type { Profile } from '../row.ts'

const keys = {
  intune: 'intune',
  'intune-lenient': 'intune',
  'partner-center': 'partnerCenter',
  'store-for-business': 'storeForBusiness',
  'm365-business': 'm365Business',
} as const satisfies Readonly<Record<Profile, ChannelKey>>

export function channelKeyOf(profile: Profile): ChannelKey {
  return keys[profile]
}

/** The rules for a file of the channel; undefined where it has no file of devices to check. */
export function profileOfChannel(key: ChannelKey): Profile | undefined {
  const profiles = Object.keys(keys) as readonly Profile[]
  return profiles.find((profile) => keys[profile] === key)
}
