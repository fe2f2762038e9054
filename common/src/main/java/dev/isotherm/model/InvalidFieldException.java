package dev.isotherm.model;

/**
 * A field has a value that is not allowed. The message is a sentence that begins with the field.
 */
public final class InvalidFieldException extends IllegalArgumentException {

  private final String field;

  public InvalidFieldException(String field, String message) {
    super(message);
    this.field = field;
  }

  /**
   * Makes the message {@code field value: requirement}.
   *
   * @param requirement what is allowed, such as {@code must be a finite number}
   */
  public InvalidFieldException(String field, Object value, String requirement) {
    this(field, field + " " + value + ": " + requirement);
  }

  public String field() {
    return field;
  }
}
