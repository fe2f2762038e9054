package dev.isotherm.flow.state;

/** Base class of serializers of immutable values: a copy is the value itself. */
public abstract class ImmutableSerializer<T> extends CompactSerializer<T> {

  private static final long serialVersionUID = 1;

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final T copy(T from) {
    return from;
  }
}
