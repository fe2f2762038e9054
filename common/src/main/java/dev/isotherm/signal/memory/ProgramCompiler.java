package dev.isotherm.signal.memory;

import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Evaluator;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.Truth;
import dev.isotherm.signal.text.Expressions;
import dev.isotherm.signal.window.WindowForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Turns expressions into functions of a {@link Moment}, and collects what they must remember. */
final class ProgramCompiler {

  private static final double MILLIS_PER_SECOND = 1_000;

  private final long staleMillis;
  private final Map<String, Integer> metrics = new LinkedHashMap<>();
  private final Map<Expression, Integer> places = new LinkedHashMap<>();
  private final List<TrackForm> tracks = new ArrayList<>();
  private final Evaluator<Moment> present = new Evaluator<>(this::lookup);

  ProgramCompiler(long staleMillis) {
    this.staleMillis = staleMillis;
  }

  /** Returns the function of a number, or of a condition as a number. */
  ToDoubleFunction<Moment> function(Expression expression) {
    if (expression.type() == Expression.Type.NUMBER) {
      return present.number(expression);
    }
    Function<Moment, Truth> truth = present.truth(expression);
    return moment -> truth.apply(moment).asReading();
  }

  /** The metrics in the order of their places in a memory. */
  List<String> metrics() {
    return List.copyOf(metrics.keySet());
  }

  List<TrackForm> tracks() {
    return List.copyOf(tracks);
  }

  private ToDoubleFunction<Moment> lookup(Expression.Lookup lookup) {
    if (lookup instanceof Expression.Metric metric) {
      int place = place(metric);
      return moment -> moment.memory().last(place, moment.epochMillis());
    }
    if (lookup instanceof Expression.Now) {
      return moment -> moment.epochMillis() / MILLIS_PER_SECOND;
    }
    if (lookup instanceof Expression.Value) {
      return Moment::value;
    }
    if (lookup instanceof Expression.Limit limit) {
      return moment -> moment.limit(limit.name());
    }
    if (lookup instanceof Expression.OverTime overTime) {
      return window(overTime.argument(), form(overTime, overTime.span(), 0));
    }
    if (lookup instanceof Deviation deviation) {
      return deviation(deviation);
    }
    if (lookup instanceof Expression.Ago ago) {
      return new Evaluator<Moment>(inner -> past(inner, ago)).number(ago.argument());
    }
    throw notOfOneSensor(lookup);
  }

  private ToDoubleFunction<Moment> past(Expression.Lookup lookup, Expression.Ago ago) {
    long age = ago.age().toMillis();
    if (lookup instanceof Expression.Metric metric) {
      boolean takesNearest = ago.tolerance() != null;
      long reach = takesNearest ? ago.tolerance().toMillis() : staleMillis;
      return past(metric, new PastForm(age, reach, takesNearest));
    }
    if (lookup instanceof Expression.OverTime overTime) {
      return window(overTime.argument(), form(overTime, overTime.span(), age));
    }
    if (lookup instanceof Deviation deviation && deviation.span() != null) {
      return window(deviation.argument(), form(deviation, deviation.span(), age));
    }
    if (lookup instanceof Expression.Now) {
      return moment -> (moment.epochMillis() - age) / MILLIS_PER_SECOND;
    }
    if (lookup instanceof Expression.Limit) {
      return lookup(lookup);
    }
    throw notOfOneSensor(lookup);
  }

  private ToDoubleFunction<Moment> past(Expression.Metric metric, PastForm form) {
    int track = track(metric);
    tracks.get(track).pasts().add(form);
    return moment -> form.value(moment.memory().track(track).log(), moment.epochMillis());
  }

  private WindowForm form(Expression.Lookup function, Span span, long ageMillis) {
    return new WindowForm(function, span, ageMillis, staleMillis);
  }

  private ToDoubleFunction<Moment> window(Expression argument, WindowForm form) {
    int track = track(argument);
    int place = tracks.get(track).place(form);
    return moment -> moment.memory().track(track).window(place).result();
  }

  private ToDoubleFunction<Moment> deviation(Deviation deviation) {
    if (deviation.span() == null) {
      return fromBaseline(deviation);
    }
    WindowForm form = form(deviation, deviation.span(), 0);
    if (!deviation.isOfSignal()) {
      return window(deviation.argument(), form);
    }
    int track = track(deviation.argument());
    int place = tracks.get(track).place(form);
    return moment -> moment.memory().track(track).window(place).deviationOf(moment.value());
  }

  private ToDoubleFunction<Moment> fromBaseline(Deviation deviation) {
    if (!(deviation.argument() instanceof Expression.Metric metric)) {
      throw notOfOneSensor(deviation);
    }
    ToDoubleFunction<Moment> value = present.number(metric);
    return moment ->
        moment
            .usual(metric.name())
            .filter(usual -> usual.count() >= deviation.least())
            .map(usual -> usual.deviation(value.applyAsDouble(moment), deviation.floor()))
            .map(Evaluator::finite)
            .orElse(Double.NaN);
  }

  private int place(Expression.Metric metric) {
    return metrics.computeIfAbsent(metric.name(), name -> metrics.size());
  }

  private int track(Expression argument) {
    Integer known = places.get(argument);
    if (known != null) {
      return known;
    }
    ToDoubleFunction<Moment> reading = function(argument);
    places.put(argument, tracks.size());
    boolean isOfSignal = argument instanceof Expression.Value;
    tracks.add(new TrackForm(reading, metricsOf(argument), isOfSignal));
    return tracks.size() - 1;
  }

  private static Set<String> metricsOf(Expression expression) {
    return expression
        .all()
        .filter(Expression.Metric.class::isInstance)
        .map(metric -> ((Expression.Metric) metric).name())
        .collect(Collectors.toSet());
  }

  private static IllegalArgumentException notOfOneSensor(Expression.Lookup lookup) {
    return new IllegalArgumentException(
        Expressions.text(lookup) + ": cannot be evaluated with the messages of one sensor");
  }
}
