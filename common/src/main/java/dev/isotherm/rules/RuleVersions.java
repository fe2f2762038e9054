package dev.isotherm.rules;

import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * The versions of the rules that are known so far, and when each is in force: from its instant to
 * that of the next one. Keeps them all, because a reading that is late is judged by the rules of
 * its instant; there are as many as people have published.
 *
 * <p>Scenario: the rules from the start, and others from 10:00. A reading of 09:59 is judged by the
 * first, one of 10:00 by the second, in whichever order they come.
 *
 * <p>Not for several threads.
 */
public final class RuleVersions {

  private final Selector.Source source;
  private final List<InForce> versions = new ArrayList<>();

  /** One version, from its instant on. */
  public static final class InForce {
    private final RuleSetVersion version;
    private final Selector.Source source;
    private final String fingerprint;
    private final int place;
    private RuleIndex index;

    private InForce(RuleSetVersion version, Selector.Source source, int place) {
      this.version = version;
      this.source = source;
      this.place = place;
      fingerprint = version.rules().fingerprint();
    }

    /** The rules that watch a series, of those that look at the source. */
    public List<Rule> of(Series series) {
      if (index == null) {
        index = new RuleIndex(version.rules().on(source)); // most old versions never need it
      }
      return index.of(series);
    }

    /** The rule of a name that watches a series; {@code null} if there is none. */
    public Rule of(Series series, String name) {
      for (Rule rule : of(series)) {
        if (rule.name().equals(name)) {
          return rule;
        }
      }
      return null;
    }

    public long fromMillis() {
      return version.effectiveFromMillis();
    }

    public String fingerprint() {
      return fingerprint;
    }
  }

  /**
   * Begins with those that are known.
   *
   * @param source of each version, only the rules that look at this
   */
  public RuleVersions(RuleSetHistory known, Selector.Source source) {
    this.source = source;
    for (RuleSetVersion version : known.versions()) {
      versions.add(new InForce(version, source, versions.size()));
    }
  }

  /**
   * Learns of a version.
   *
   * @return whether it is news; a version with an instant that is taken is not, and changes nothing
   */
  public boolean add(RuleSetVersion version) {
    int place = at(version.effectiveFromMillis()).place + 1;
    if (versions.get(place - 1).fromMillis() == version.effectiveFromMillis()) {
      return false;
    }
    List<InForce> later = new ArrayList<>(versions.subList(place, versions.size()));
    versions.subList(place, versions.size()).clear();
    versions.add(new InForce(version, source, place));
    later.forEach(one -> versions.add(new InForce(one.version, source, versions.size())));
    return true;
  }

  /** What is in force at an instant. */
  public InForce at(long instant) {
    int place = versions.size() - 1;
    while (versions.get(place).fromMillis() > instant) {
      place--;
    }
    return versions.get(place);
  }

  /** What comes into force next; {@code null} if that is not known. */
  public InForce after(InForce version) {
    return version.place + 1 < versions.size() ? versions.get(version.place + 1) : null;
  }
}
