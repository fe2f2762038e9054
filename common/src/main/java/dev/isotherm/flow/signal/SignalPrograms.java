package dev.isotherm.flow.signal;

import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Signal;
import dev.isotherm.signal.Expression;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * The compiled expressions of rules, each compiled once. Rules that differ only in the limits of
 * their series share a signal. Not for several threads.
 *
 * @param <P> what they are compiled to
 */
public final class SignalPrograms<P> {

  private final Function<Rule, P> compiler;
  private final IdentityHashMap<Signal, Compiled<P>> ofSignals = new IdentityHashMap<>();

  /** A program, and the latest rule that it was asked for. */
  private record Compiled<P>(Rule rule, List<Expression> conditions, P program) {}

  /** Compiles expressions when they are asked for. */
  public SignalPrograms(Function<Rule, P> compiler) {
    this.compiler = compiler;
  }

  /** Returns the program of a rule on a signal. */
  @SuppressWarnings("ReferenceEquality") // mostly the same object as before
  public P of(Rule rule) {
    Compiled<P> known = ofSignals.get(rule.signal());
    if (known != null && known.rule == rule) {
      return known.program;
    }
    List<Expression> conditions = rule.conditions();
    P program =
        known != null && known.conditions.equals(conditions) ? known.program : compiler.apply(rule);
    ofSignals.put(rule.signal(), new Compiled<>(rule, conditions, program));
    return program;
  }
}
