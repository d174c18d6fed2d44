"""An intrathecal pump: exact arithmetic in rational numbers; what sources say of its dangers."""
