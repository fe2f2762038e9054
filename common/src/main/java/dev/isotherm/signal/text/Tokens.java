package dev.isotherm.signal.text;

import java.util.Set;

/** The tokens of a text, read with one token of lookahead. */
final class Tokens {

  private final String text;
  private final Lexer lexer;
  private Token next;

  /** The place after the last token that was taken. */
  private int end = 1;

  Tokens(String text) {
    this.text = text;
    lexer = new Lexer(text);
    next = lexer.next();
  }

  Token peek() {
    return next;
  }

  Token take() {
    Token taken = next;
    end = taken.end();
    next = lexer.next();
    return taken;
  }

  boolean isNextSign(String sign) {
    return next.isSign(sign);
  }

  boolean isNextSign(Set<String> signs) {
    return next.kind() == Token.Kind.SIGN && signs.contains(next.text());
  }

  boolean isNextWord(String word) {
    return next.isWord(word);
  }

  boolean takeSign(String sign) {
    boolean isNext = isNextSign(sign);
    if (isNext) {
      take();
    }
    return isNext;
  }

  void expectSign(String sign) {
    if (!takeSign(sign)) {
      throw unexpected(sign);
    }
  }

  /** The text from a place to the end of the last token that was taken. */
  String since(int place) {
    return text.substring(place - 1, end - 1);
  }

  /** Says that something else should stand where the next token is. */
  InvalidExpressionException unexpected(String expected) {
    String hint = Hints.forWord(next);
    return new InvalidExpressionException(
        next.place(),
        (next.kind() == Token.Kind.END ? "the text ends" : "read " + written(next))
            + " where "
            + expected
            + " should stand"
            + hint);
  }

  private String written(Token token) {
    return text.substring(token.place() - 1, token.end() - 1);
  }
}
