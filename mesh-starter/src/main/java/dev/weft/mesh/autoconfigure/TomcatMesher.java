package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.server.TomcatProtocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/** Lets Tomcat tell how long a request has waited for a thread, unless the application has chosen a protocol of its own. */
final class TomcatMesher implements BeanPostProcessor, PriorityOrdered {

    private static final String FACTORY = "TomcatServletWebServerFactory";
    private static final String PROTOCOL = "protocol";

    /** Before the application's customizers, which may choose another. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    /** The type has another name in every major version of Spring Boot, and the older one does not show its protocol. */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (isTomcat(bean.getClass())) {
            DirectFieldAccessor factory = new DirectFieldAccessor(bean);
            if (factory.isReadableProperty(PROTOCOL)
                    && Http11NioProtocol.class.getName().equals(factory.getPropertyValue(PROTOCOL))) {
                factory.setPropertyValue(PROTOCOL, TomcatProtocol.class.getName());
            }
        }
        return bean;
    }

    /** Applications like to derive from it. */
    private static boolean isTomcat(Class<?> type) {
        Class<?> each = type;
        while (each != null && !each.getSimpleName().equals(FACTORY)) {
            each = each.getSuperclass();
        }
        return each != null;
    }
}
