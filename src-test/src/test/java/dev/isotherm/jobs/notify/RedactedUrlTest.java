package dev.isotherm.jobs.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactedUrlTest {

  @Test
  void whatMayBeSecretIsHidden() {
    assertThat(RedactedUrl.of("https://h:8080/a/b")).isEqualTo("https://h:8080/a/b");
    assertThat(RedactedUrl.of("https://h/a?token=hush#x")).isEqualTo("https://h/a?***");
    assertThat(RedactedUrl.of("https://h/a#hush")).isEqualTo("https://h/a#***");
    assertThat(RedactedUrl.of("https://me:hush@h/a")).isEqualTo("https://***@h/a");
    assertThat(RedactedUrl.of("me:hush@h")).isEqualTo("***@h");
    assertThat(RedactedUrl.of("https://me:hu?sh@h/a")).isEqualTo("https://***");
    assertThat(RedactedUrl.of("https://h/a?token=hu@sh")).isEqualTo("https://***");
    assertThat(RedactedUrl.of("")).isEmpty();
  }
}
