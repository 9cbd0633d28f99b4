/**
 * How many connections are open, in all and from one place. Before new ones are turned away, those that nobody uses
 * at the moment are closed: their clients open others without noticing.
 */
import type { Server, Socket } from 'node:net'
import { placeOf } from '../surfaces/http/client-address.ts'

type HttpServer = Server & { closeIdleConnections(): void }

export function limitConnections(server: HttpServer, most: number): void {
  const perPlace = new Map<string, number>()
  const fromOne = Math.ceil(most / 2)
  let open = 0
  let closesIdle = false
  server.maxConnections = most

  function makeRoom(): void {
    if (closesIdle) return
    closesIdle = true
    setTimeout(() => {
      closesIdle = false
    }, 250).unref()
    server.closeIdleConnections()
  }

  server.on('connection', (socket: Socket) => {
    const place = placeOf(socket.remoteAddress ?? '')
    const here = (perPlace.get(place) ?? 0) + 1
    perPlace.set(place, here)
    open++
    socket.once('close', () => {
      open--
      const left = (perPlace.get(place) ?? 1) - 1
      if (left === 0) perPlace.delete(place)
      else perPlace.set(place, left)
    })
    if (open > most * 0.9 || here > fromOne * 0.9) makeRoom()
    if (here > fromOne) socket.destroy()
  })
  server.on('drop', makeRoom)
}
