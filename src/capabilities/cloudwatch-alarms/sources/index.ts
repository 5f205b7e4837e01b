/** Where the metrics of alarms come from. */
import type { Simulation } from '../../../capability/simulation.ts';
import type { MetricName } from '../alarm.ts';
import { commandFeed } from './commands.ts';
import type { Feed, OnChange } from './feed.ts';
import { FleetMetrics } from './fleet.ts';
import { instanceFeed } from './instances.ts';
import { ScriptedMetrics } from './scripted.ts';
import { TargetGroups } from './target-groups.ts';

export class MetricFeeds {
  private readonly simulation: Simulation;
  private readonly fleet: FleetMetrics;
  private readonly targetGroups: TargetGroups;
  private readonly scripted: ScriptedMetrics;
  private readonly feeds: Feed[] = [];

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.fleet = new FleetMetrics(simulation);
    this.targetGroups = new TargetGroups(simulation);
    this.scripted = new ScriptedMetrics(simulation, this.fleet);
  }

  /** Null: nothing emits it in the account of the alarm. What the model says of a metric goes before what fleetsim would say. */
  feedOf(metric: MetricName, account: string, onChange: OnChange): Feed | null {
    const feed =
      this.scripted.feedOf(metric, account, onChange) ??
      this.fleet.feedOf(metric, account, onChange) ??
      this.targetGroups.feedOf(metric, account, onChange) ??
      commandFeed(this.simulation, metric, account, onChange) ??
      instanceFeed(this.simulation, metric, account, onChange);
    if (feed !== null) this.feeds.push(feed);
    return feed;
  }

  begin(): void {
    for (const feed of this.feeds) feed.begin();
  }
}
