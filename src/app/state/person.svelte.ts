import { ImprobableState } from './person/improbable.svelte';
import { MapState } from './person/map.svelte';
import { MethodsState } from './person/methods.svelte';
import { NeighboursState } from './person/neighbours.svelte';
import { PairState } from './person/pair.svelte';
import { PlanChecksState } from './person/plan-checks.svelte';
import { PlansState } from './person/plans.svelte';
import { PrincipalState } from './person/principal.svelte';
import { ProofState } from './person/proof.svelte';
import { RedrawState } from './person/redraw.svelte';
import { RuleState } from './person/rule.svelte';
import { SecondModelState } from './person/second-model.svelte';
import { Subject } from './person/subject.svelte';
import { WhatIfState } from './person/what-if.svelte';
import { WhyState } from './person/why.svelte';
import type { Session } from './session.svelte';

/** One row under question, and everything the screen asks about it. Computes only while the screen looks; answers stay when it is left. */
export class PersonState extends Subject {
  readonly why: WhyState;
  readonly improbable: ImprobableState;
  readonly redraw: RedrawState;
  readonly whatIf: WhatIfState;
  readonly principal: PrincipalState;
  readonly pair: PairState;
  readonly neighbours: NeighboursState;
  readonly methods: MethodsState;
  readonly rule: RuleState;
  readonly plans: PlansState;
  readonly planChecks: PlanChecksState;
  readonly secondModel: SecondModelState;
  readonly map: MapState;
  readonly proof: ProofState;

  constructor(session: Session) {
    super(session);
    this.why = new WhyState(this);
    this.improbable = new ImprobableState(this, this.why);
    this.redraw = new RedrawState(this, this.why);
    this.whatIf = new WhatIfState(this);
    this.principal = new PrincipalState(this, this.why);
    this.pair = new PairState(this, this.why);
    this.neighbours = new NeighboursState(this, this.why);
    this.methods = new MethodsState(this, this.why);
    this.rule = new RuleState(this);
    this.plans = new PlansState(this, this.why);
    this.planChecks = new PlanChecksState(this, this.plans);
    this.secondModel = new SecondModelState(this, this.plans);
    this.map = new MapState(this, this.plans);
    this.proof = new ProofState(this);
  }

  /** Called by the screen while it is shown. The reasons asked about first are computed first. */
  watch(): void {
    for (const part of [this.second, this.why, this.improbable, this.redraw, this.whatIf, this.principal, this.pair, this.neighbours, this.methods, this.rule, this.proof, this.plans, this.planChecks, this.secondModel, this.map]) part.watch();
  }
}
