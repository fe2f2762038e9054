package dev.isotherm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.rules.yaml.RuleFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Texts and fingerprints that savepoints and topics hold. They must never change: a change here
 * refuses every savepoint and every {@code verify}.
 */
class CanonicalFormTest {

  private static final Rule PLAIN =
      rule(
          """
          - name: high_temperature
            metric: temperature
            levels: { warning: { above: 28 } }
          """);

  private static final Rule FULL =
      rule(
          """
          - name: "a=b, Ä [x]"
            metric: temperature
            sensors: "boiler-*"
            levels:
              warning: { above: 28.1, clearBelow: 27 }
              critical: { above: 30, clearBelow: 29 }
            holdFor: 90s
            keepFiringFor: 1m
            noDataAfter: 1h
            flapping: { transitions: 5, within: 10m }
            on: averages
            summary: "{{sensor_id}} is hot"
            labels: { team: plant, site: north }
          """);

  @Test
  void fieldsWithTheirDefaultsAreLeftOut() {
    assertThat(CanonicalForm.rule(PLAIN))
        .isEqualTo(CanonicalForm.semantics(PLAIN))
        .isEqualTo(
            """
            rule/1
            name=high_temperature
            metric=temperature
            warning.above=0x1.cp4
            """);
    assertThat(PLAIN.semanticFingerprint()).isEqualTo("96fb0365-ab08-3f6f-8da3-006061995164");
  }

  @Test
  void everyFieldIsNamed() {
    String semantics =
        """
        rule/1
        name=a=b, Ä [x]
        metric=temperature
        sensors=boiler-*
        on=averages
        warning.above=0x1.c19999999999ap4
        warning.clearBelow=0x1.bp4
        critical.above=0x1.ep4
        critical.clearBelow=0x1.dp4
        holdFor=90000
        keepFiringFor=60000
        noDataAfter=3600000
        flapping.transitions=5
        flapping.within=600000
        """;
    assertThat(CanonicalForm.semantics(FULL)).isEqualTo(semantics);
    assertThat(CanonicalForm.rule(FULL))
        .isEqualTo(
            semantics
                + """
                summary={{sensor_id}} is hot
                labels.site=north
                labels.team=plant
                """);
    assertThat(FULL.semanticFingerprint()).isEqualTo("f35b70f8-3841-3ecc-9d81-11b99845632d");
  }

  @Test
  void everyKindOfConditionIsNamed() {
    assertThat(
            List.of(
                condition("below: -1.5, clearAbove: 0"),
                condition("outside: [18, 24]"),
                condition("outside: [18, 24], clearInside: [18, 23]"),
                condition("inside: [18, 24], clearOutside: [17, 25]"),
                condition("changesBy: { moreThan: 0.5, within: 10m }")))
        .containsExactly(
            "warning.below=-0x1.8p0\nwarning.clearAbove=0x0.0p0\n",
            "warning.outside.low=0x1.2p4\nwarning.outside.high=0x1.8p4\n",
            """
            warning.outside.low=0x1.2p4
            warning.outside.high=0x1.8p4
            warning.clearInside.low=0x1.2p4
            warning.clearInside.high=0x1.7p4
            warning.outside.sharedEnd=lasts
            """,
            """
            warning.inside.low=0x1.2p4
            warning.inside.high=0x1.8p4
            warning.clearOutside.low=0x1.1p4
            warning.clearOutside.high=0x1.9p4
            """,
            "warning.changesBy.moreThan=0x1.0p-1\nwarning.changesBy.within=600000\n");
    assertThat(
            List.of(
                condition("atLeast: 2, clearAtMost: 1"),
                condition("atMost: 1, clearAtLeast: 2"),
                condition("above: 1, clearBelow: 1, holdFor: 1s, keepFiringFor: 0s"),
                condition("equals: 0"),
                condition("notEquals: 1")))
        .containsExactly(
            "warning.atLeast=0x1.0p1\nwarning.clearAtMost=0x1.0p0\n",
            "warning.atMost=0x1.0p0\nwarning.clearAtLeast=0x1.0p1\n",
            """
            warning.above=0x1.0p0
            warning.clearBelow=0x1.0p0
            warning.holdFor=1000
            warning.keepFiringFor=0
            """,
            "warning.equals=0x0.0p0\n",
            "warning.notEquals=0x1.0p0\n");
  }

  @Test
  void windowsOfARuleAreNamed() {
    assertThat(
            CanonicalForm.rule(
                rule("- { name: a, metric: m, noDataAfter: 1s, on: averages, window: 15m }")))
        .isEqualTo(
            """
            rule/1
            name=a
            metric=m
            window=900000
            noDataAfter=1000
            """);
  }

  @Test
  void whatAbsenceMeansIsNamed() {
    assertThat(
            CanonicalForm.rule(
                rule(
                    """
                    - name: r
                      metric: m
                      levels: { info: { above: 1 } }
                      noDataAfter: 1m
                      missing: no_data
                      noDataSeverity: critical
                      resolvedSummary: over
                      noDataSummary: silent
                      description: long
                      runbook: there
                    """)))
        .isEqualTo(
            """
            rule/1
            name=r
            metric=m
            info.above=0x1.0p0
            noDataAfter=60000
            noDataSeverity=critical
            resolvedSummary=over
            noDataSummary=silent
            description=long
            runbook=there
            """);
    assertThat(
            CanonicalForm.semantics(
                rule(
                    """
                    - name: r
                      metric: m
                      levels: { info: { above: 1 } }
                      keepFiringFor: 1m
                      missing: ends
                    """)))
        .endsWith("keepFiringFor=60000\nmissing=ends\n");
  }

  @Test
  void schedulesAreNamed() {
    assertThat(
            CanonicalForm.semantics(
                RuleFile.parse(
                        "rules",
                        """
                        rules:
                          - name: r
                            metric: m
                            noDataAfter: 1m
                            active:
                              - { days: [sun, mon-wed], from: "22:00", to: "06:30", zone: Europe/Madrid }
                              - { days: fri, zone: UTC }
                        maintenance:
                          - { name: new pump, sensors: [p-2, p-1], from: 2026-12-24T00:00:00Z, to: 2026-12-25T00:00:00+01:00 }
                          - { from: "02:00", to: "24:00", zone: UTC }
                        """)
                    .rules()
                    .get(0)))
        .isEqualTo(
            """
            rule/1
            name=r
            metric=m
            noDataAfter=60000
            active=1237 1320..390 Europe/Madrid
            active=5 0..1440 UTC
            maintenance=1234567 120..1440 UTC\t\t
            maintenance=1798070400000..1798153200000\tnew pump\tp-1\tp-2
            """);
  }

  /** The list of severities is no part of what decides when an alert changes. */
  @Test
  void severitiesAreNamed() {
    Rule rule =
        RuleFile.parse(
                "rules",
                """
                severities: [low, warning, disaster]
                rules:
                  - name: a
                    metric: m
                    levels: { low: { above: 1 }, disaster: { above: 2, holdFor: 1s } }
                    noDataAfter: 1s
                    noDataSeverity: warning
                """)
            .rules()
            .get(0);
    String semantics =
        """
        rule/1
        name=a
        metric=m
        low.above=0x1.0p0
        disaster.above=0x1.0p1
        disaster.holdFor=1000
        noDataAfter=1000
        noDataSeverity=warning
        """;
    assertThat(CanonicalForm.semantics(rule)).isEqualTo(semantics);
    assertThat(CanonicalForm.rule(rule))
        .isEqualTo(semantics + "severities=low, warning, disaster\n");
  }

  @Test
  void aSetHasOneFingerprintInWhateverOrder() {
    RuleSet both = new RuleSet(List.of(PLAIN, FULL));
    assertThat(both.fingerprint())
        .isEqualTo(new RuleSet(List.of(FULL, PLAIN)).fingerprint())
        .isEqualTo("f69b443d-67b9-37f9-8a6e-91aad1362a76");
    assertThat(both.semanticFingerprint())
        .isEqualTo(new RuleSet(List.of(FULL, PLAIN)).semanticFingerprint())
        .isEqualTo("b132be61-1a60-3365-9853-9da499fac428");
    assertThat(RuleSet.NONE.fingerprint()).isEqualTo("ceddb215-331e-315a-a05a-6f985cbb68e2");
    assertThat(RuleFile.builtIn().fingerprint()).isEqualTo("262f8ed9-9442-3391-8a51-82a94a919f8a");
    assertThat(RuleFile.builtIn().semanticFingerprint())
        .isEqualTo("1aa53e39-9463-3a62-8b50-d43de2e6497e");
  }

  private static String condition(String words) {
    String text =
        CanonicalForm.semantics(
            rule("- name: r\n  metric: m\n  levels: { warning: { " + words + " } }\n"));
    return text.substring("rule/1\nname=r\nmetric=m\n".length());
  }

  private static Rule rule(String yaml) {
    return RuleFile.parse("rules", "rules:\n" + yaml.indent(2)).rules().get(0);
  }
}
