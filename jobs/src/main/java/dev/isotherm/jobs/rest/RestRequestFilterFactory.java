package dev.isotherm.jobs.rest;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPipeline;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpServerCodec;

/**
 * Adds a {@link RestRequestFilter} to each connection of Flink's REST API. Flink finds this class
 * by its service file, if it is on the class path of the JobManager: in {@code lib/} of a
 * distribution, or in this process. A submitted jar is not on it.
 */
public final class RestRequestFilterFactory implements InboundChannelHandlerFactory {

  /**
   * Names by which browsers reach the API, beside localhost, {@code rest.address} and addresses.
   */
  static final ConfigOption<List<String>> HOSTS =
      ConfigOptions.key("isotherm.rest.hosts")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription("Host names of the REST API, as in the address bar, without a port.");

  @Override
  public int priority() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Optional<ChannelHandler> createHandler(
      Configuration configuration, Map<String, String> responseHeaders) {
    Set<String> hosts = new HashSet<>(Set.of("localhost"));
    configuration
        .getOptional(RestOptions.ADDRESS)
        .ifPresent(address -> hosts.add(address.toLowerCase(Locale.ROOT)));
    configuration.get(HOSTS).forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    return Optional.of(new Installer(new RestRequestFilter(new RestRequestPolicy(hosts))));
  }

  /**
   * Puts the filter right behind the HTTP codec. Flink would put it behind the handler that writes
   * uploads to disk.
   */
  private static final class Installer extends ChannelInboundHandlerAdapter {
    private final RestRequestFilter filter;

    private Installer(RestRequestFilter filter) {
      this.filter = filter;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      ChannelPipeline pipeline = context.pipeline();
      pipeline.addAfter(pipeline.context(HttpServerCodec.class).name(), null, filter);
      pipeline.remove(this);
    }
  }
}
