package dev.isotherm.signal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.isotherm.fixtures.Repository;
import dev.isotherm.signal.Conditional;
import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.MemberFunction;
import dev.isotherm.signal.ScalarFunction;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.TimeFunction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/signals.md says of expressions is true. */
class SignalsPageTest {

  private static final Pattern FIRST_CELL =
      Pattern.compile("^\\| (`[^|]*`) \\|", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`` (.+?) ``|`([^`]+)`");

  @Test
  void everyExampleIsAnExpression() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(50);
    for (String example : examples()) {
      assertThatCode(() -> Expressions.parse(example)).as(example).doesNotThrowAnyException();
    }
  }

  @Test
  void everyFunctionHasAnExample() throws IOException {
    List<Expression> used =
        examples().stream().map(Expressions::parse).flatMap(Expression::all).toList();
    assertThat(used)
        .extracting(e -> e instanceof Expression.OverTime one ? one.function() : null)
        .contains(TimeFunction.values());
    assertThat(used)
        .extracting(e -> e instanceof Expression.AcrossMembers one ? one.function() : null)
        .contains(MemberFunction.values());
    assertThat(used)
        .extracting(e -> e instanceof Deviation one ? one.span() : Span.class)
        .contains(null, new Span.All(), new Span.Time(Duration.ofDays(1)));
    assertThat(used)
        .extracting(e -> e instanceof Expression.Scalar one ? one.function() : null)
        .contains(ScalarFunction.values());
    assertThat(used)
        .extracting(e -> e instanceof Conditional one ? one.operands().size() : 0)
        .contains(2, 3);
  }

  @Test
  void namesTheBoundsAndTheReservedWords() throws IOException {
    assertThat(page())
        .contains(String.format("at most %,d characters", Expressions.MAX_LENGTH))
        .contains("at most " + Expressions.MAX_NESTING + " deep")
        .contains("at least " + Deviation.DEFAULT_LEAST + " earlier readings");
    for (String word : ExpressionParser.RESERVED) {
      assertThat(page()).contains("`" + word + "`");
    }
  }

  private static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    for (MatchResult cell : FIRST_CELL.matcher(page()).results().toList()) {
      for (MatchResult code : CODE.matcher(cell.group(1)).results().toList()) {
        examples.add(code.group(1) != null ? code.group(1) : code.group(2));
      }
    }
    return examples;
  }

  private static String page() throws IOException {
    return Repository.text("docs/signals.md");
  }
}
