/** Starts as people read them: with the weekday, on the clock of the zone and in UTC. */

import { dateAndTime } from '../blocks/times.ts';
import type { ClockTime } from '../schedule/preview.ts';

const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const dayMs = 86_400_000;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `Thu 2026-01-15 02:00`, with seconds where there are some; of milliseconds as if the clock hung in UTC. */
export function dayAndTime(wallMs: number): string {
  return `${weekday(wallMs)} ${dateAndTime(wallMs)}${secondsOf(wallMs)}`;
}

/** `02:00`; with the weekday where it is another day than that of `base`, and the date where it is another week. */
export function timeBeside(wallMs: number, base: number): string {
  const days = Math.abs(Math.floor(wallMs / dayMs) - Math.floor(base / dayMs));
  if (days === 0) return timeOfDay(wallMs);
  return days < 7 ? `${weekday(wallMs)} ${timeOfDay(wallMs)}` : dayAndTime(wallMs);
}

export function timeOfDay(wallMs: number): string {
  return `${dateAndTime(wallMs).slice(11)}${secondsOf(wallMs)}`;
}

/** `+08:00` */
export function utcOffset({ atMs, wallMs }: ClockTime): string {
  const minutes = Math.round((wallMs - atMs) / 60_000);
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

function weekday(wallMs: number): string {
  // Day 0 was a Thursday.
  return dayNames[(((Math.floor(wallMs / dayMs) + 4) % 7) + 7) % 7]!;
}

function secondsOf(wallMs: number): string {
  const seconds = ((Math.floor(wallMs / 1000) % 60) + 60) % 60;
  return seconds === 0 ? '' : `:${two(seconds)}`;
}
