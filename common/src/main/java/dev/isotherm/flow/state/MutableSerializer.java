package dev.isotherm.flow.state;

/** What serializers of values that change have in common; each says how to copy one. */
public abstract class MutableSerializer<T> extends CompactSerializer<T> {

  private static final long serialVersionUID = 1;

  @Override
  public final boolean isImmutableType() {
    return false;
  }
}
