/**
 * Who is notified of changes to factors. There is no mail, so a notice waits until its readers next sign in, and
 * stays in their lists for 90 days (`src/storage/upkeep/expiring-rows.ts`).
 */
import type { Person } from '../../../core/directory/user.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Page, Rows } from '../../../core/query.ts'
import type { FactorEventName } from './factor-events.ts'

export type Audience = {
  /** The person whose factors they are. */
  readonly owner: boolean
  /** All administrators of the tenant except that person. */
  readonly administrators: boolean
}

const owner: Audience = { owner: true, administrators: false }
const administrators: Audience = { owner: false, administrators: true }
const both: Audience = { owner: true, administrators: true }
const nobody: Audience = { owner: false, administrators: false }

const audiences: Readonly<Record<FactorEventName, Audience>> = {
  'codes-failing': owner,
  'codes-locked': both,
  'codes-unlocked': owner,
  'token-resynchronised': nobody,
  'hardware-token-activated': both,
  'hardware-token-taken-back': both,
  'recovery-code-used': administrators,
  'recovery-codes-made': administrators,
  'authenticator-app-added': administrators,
  'authenticator-app-removed': both,
  'passkey-added': administrators,
  'passkey-removed': both,
  'passkey-counter-went-back': both,
  'removal-asked': both,
  'removal-cancelled': administrators,
  'reset-asked': both,
  'reset-rejected': administrators,
  'factors-reset': both,
  'password-changed': owner,
  'first-password-changed': nobody,
  'sign-in-unlocked': owner,
  'password-reset': both,
}

export function audienceOf(name: FactorEventName): Audience {
  return audiences[name]
}

/** What happened, as a sentence about the account in the notice. */
const sentences: Readonly<Record<FactorEventName, string>> = {
  'codes-failing': 'Five wrong verification codes in a row were entered.',
  'codes-locked': 'Ten wrong verification codes in a row were entered; codes are locked.',
  'codes-unlocked': 'An administrator unlocked verification codes.',
  'token-resynchronised': 'The clock of a device that makes codes was corrected.',
  'hardware-token-activated': 'A hardware token was activated.',
  'hardware-token-taken-back': 'An administrator took a hardware token back.',
  'recovery-code-used': 'A recovery code was used.',
  'recovery-codes-made': 'New recovery codes were made; earlier ones ended.',
  'authenticator-app-added': 'An authenticator app was added.',
  'authenticator-app-removed': 'An authenticator app was removed.',
  'passkey-added': 'A passkey was added.',
  'passkey-removed': 'A passkey was removed.',
  'passkey-counter-went-back': 'A passkey may have been copied: its counter went back.',
  'removal-asked': 'The last strong factor is to be removed after 24 hours.',
  'removal-cancelled': 'The removal of the last strong factor was cancelled.',
  'reset-asked': 'An administrator asked for a reset of all factors; another one must approve it.',
  'reset-rejected': 'The reset of all factors was refused or withdrawn.',
  'factors-reset': 'All factors were removed by two administrators.',
  'password-changed': 'The password was changed.',
  'first-password-changed': 'The first password was changed.',
  'sign-in-unlocked': 'An administrator opened the lock on the password.',
  'password-reset': 'An administrator made a new first password.',
}

export function sentenceOf(name: FactorEventName): string {
  return sentences[name]
}

export type Notice = {
  readonly id: string
  /** Whose factors. */
  readonly personId: string
  /** Absent: the person no longer exists. */
  readonly userPrincipalName?: string
  readonly name: FactorEventName
  readonly at: Date
}

export type NoticeReader = Pick<Person, 'tenantId' | 'id'> & {
  /** Asked for where it makes a difference. */
  readonly isAdministrator: () => Promise<boolean>
}

/** So many are read at once. */
export const maxNotices = 200

export type Notices = {
  /** In the whole tenant, newest first. */
  list(tenantId: TenantId, page: Page): Promise<Rows<Notice>>
  /** For this reader, newest first, including read ones, at most `maxNotices`. */
  addressedTo(reader: NoticeReader): Promise<readonly Notice[]>
  /** For this reader, unread and from the last 30 days, newest first. */
  unread(reader: NoticeReader): Promise<readonly Notice[]>
  /** Ids that match no notice of the tenant are ignored. */
  markRead(reader: Pick<NoticeReader, 'tenantId' | 'id'>, ids: readonly string[]): Promise<void>
}
