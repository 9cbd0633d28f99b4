/** The channels through which devices are registered, and what each takes. */
import { channels } from 'taxiway-autopilot'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { channelAnswer } from './partner-contract.ts'

const route = routesWith<object>()

export const channelRoutes: readonly Route<object>[] = [
  route({
    method: 'GET',
    path: '/channels',
    permission: 'devices.read',
    summary: 'The channels of registration, retired ones included, and what each takes.',
    answer: listOf(channelAnswer),
    handle: () => ({
      value: Object.entries(channels).map(([key, channel]) => ({
        key,
        title: channel.title,
        state: channel.state,
        maxDevices: channel.maxDevices,
        identifiers: channel.identifiers,
        groupTag: channel.groupTag,
        assignsUsers: channel.assignsUsers,
        profiles: channel.profiles,
        columns: channel.columns ?? [],
        successor: channel.successor ?? null,
      })),
    }),
  }),
]
